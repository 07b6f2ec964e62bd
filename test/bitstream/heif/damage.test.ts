import { inspectHeif, readHeif, writeHeif } from '../../../lib/bitstream/heif'
import { CodecError } from '../../../lib/errors'
import { drawPlanes, encodeAv1, encodeHevc, seededRandom } from '../../helpers/ffmpeg_streams'

const picture = drawPlanes('yuv444p', 64, 48)
const mask = drawPlanes('gray', 64, 48)
const metadata = { exif: new Uint8Array(30), icc: new Uint8Array(40), xmp: new Uint8Array(20) }
const size = { width: 60, height: 40, irot: 1, imir: 0 } as const
const files = {
  AVIF: writeHeif({
    ...{ codec: 'av1', stream: encodeAv1(picture), ...size, ...metadata },
    alpha: { stream: encodeAv1(mask) },
  }),
  HEIC: writeHeif({
    ...{ codec: 'hevc', stream: encodeHevc(picture), ...size, ...metadata },
    alpha: { stream: encodeHevc(mask) },
  }),
}

/** 'read', or the code of the CodecError; any other error passes on. */
function outcome(bytes: Uint8Array): string {
  try {
    const { width, height, image } = readHeif(bytes, { maxPixels: 10000 })
    expect(image.width * image.height).toBeLessThanOrEqual(10000)
    expect(width * height).toBeLessThanOrEqual(image.width * image.height)
    expect(image.count).toBe(image.rows * image.columns)
    return 'read'
  } catch (error) {
    if (error instanceof CodecError) return error.code
    throw error
  }
}

describe.each(Object.entries(files))('%s', (_, file) => {
  test('600 mutations are an error of ours or a valid parse', () => {
    const random = seededRandom(7)
    const outcomes: Record<string, number> = {}
    const headers = file.length - 500
    for (let n = 0; n < 600; n++) {
      const bytes = Uint8Array.from(file)
      for (let edits = 1 + Math.floor(random() * 3); edits > 0; edits--) {
        const at = Math.floor(random() * (n % 4 === 0 ? bytes.length : headers))
        // Small numbers are what sizes, counts and offsets are made of.
        bytes[at] = random() < 0.5 ? Math.floor(random() * 4) : Math.floor(random() * 256)
      }
      const result = outcome(bytes)
      outcomes[result] = (outcomes[result] ?? 0) + 1
      try {
        const sections = inspectHeif(bytes)
        expect(sections.reduce((sum, { length }) => sum + length, 0)).toBe(bytes.length)
      } catch (error) {
        expect(error).toBeInstanceOf(CodecError)
      }
    }
    expect(outcomes.ERR_DECODE).toBeGreaterThan(100)
    expect(outcomes.read).toBeGreaterThan(100)
    expect(outcomes.ERR_LIMIT).toBeGreaterThan(0)
  })

  test('every truncation is an error', () => {
    for (let length = 0; length < file.length; length++) {
      expect(outcome(file.subarray(0, length))).toBe('ERR_DECODE')
    }
  })
})
