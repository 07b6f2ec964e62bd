import { inspectBpg, readBpg, writeBpg } from '../../../lib/bitstream/bpg'
import { ue7 } from '../../../lib/bitstream/bpg/ue7'
import { hevcSps } from '../../../lib/bitstream/nal/hevc'
import { codeOf } from '../../helpers/failures'
import {
  decodeStream,
  drawPlanes,
  encodeHevc,
  encodePlanes,
  seededRandom,
} from '../../helpers/ffmpeg_streams'
import { decodeOurs, gray, small, smallFile } from '../../helpers/bpg_pictures'

describe('damaged files', () => {
  const withHeader = (...bytes: number[]): Uint8Array =>
    Uint8Array.from([0x42, 0x50, 0x47, 0xfb, ...bytes, ...smallFile.subarray(10)])

  test.each([
    ['no magic', Uint8Array.of(1, 2, 3, 4, 5)],
    ['nothing', new Uint8Array(0)],
    ['reserved pixel_format', withHeader(0xc0, 0, 64, 48, 0)],
    ['15 bits', withHeader(0x67, 0, 64, 48, 0)],
    ['reserved color_space', withHeader(0x60, 0x50, 64, 48, 0)],
    ['gray RGB', withHeader(0x00, 0x10, 64, 48, 0)],
    ['CMYK', withHeader(0x60, 0x04, 64, 48, 0)],
    ['width 0', withHeader(0x60, 0, 0, 48, 0)],
    ['height 0', withHeader(0x60, 0, 64, 0, 0)],
    ['a width not in shortest form', withHeader(0x60, 0, 0x80, 64, 48, 0)],
    ['a width above 32 bits', withHeader(0x60, 0, 0xff, 0xff, 0xff, 0xff, 0x7f, 48, 0)],
    ['a width without end', withHeader(0x60, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)],
    ['more picture data than there is', withHeader(0x60, 0, 64, 48, 0x83, 0x00)],
    ['more extensions than there are', withHeader(0x60, 8, 64, 48, 0, 0x83, 0x00)],
    ['an extension longer than its room', withHeader(0x60, 8, 64, 48, 0, 2, 1, 9)],
    ['alpha that is not there', withHeader(0x70, 0, 64, 48, 0)],
  ])('%s', (_, bytes) => {
    expect(codeOf(() => readBpg(bytes))).toBe('ERR_DECODE')
    expect(codeOf(() => inspectBpg(bytes))).toBe('ERR_DECODE')
  })

  test.each([
    ['hevc_header of no bytes', [0]],
    ['hevc_header with left-over bytes', [5, 0x92, 0x4d, 0, 0, 0]],
    ['hevc_header longer than the file', [0xff, 0x7f]],
    ['smallest coding block of 128', [3, 0x2c, 0, 0]],
    ['coding tree blocks of 8', [3, 0xff, 0xff, 0]],
    ['a reserved SPS extension', [4, 0x92, 0x4d, 0x90, 0x80]],
  ])('%s', (_, header) => {
    const rest = smallFile.subarray(14)
    const bytes = Uint8Array.from([...smallFile.subarray(0, 8), 0, ...header, ...rest])
    expect(codeOf(() => readBpg(bytes))).toBe('ERR_DECODE')
  })

  test.each([
    ['no NAL unit', []],
    ['a lone PPS', [0x44, 1, 0xc1, 0x90]],
    ['a slice before its PPS', [0x28, 1, 0xaf, 0, 0, 1, 0x44, 1, 0xc1, 0x90]],
    ['an SPS', [0x42, 1, 1, 4, 0, 0, 1, 0x44, 1, 0xc1, 0, 0, 1, 0x28, 1, 0xaf]],
    ['the forbidden bit', [0xc4, 1, 0xc1, 0, 0, 1, 0x28, 1, 0xaf]],
    ['a layer that is not announced', [0x44, 9, 0xc1, 0, 0, 1, 0x28, 9, 0xaf]],
    ['a slice that starts amid the picture', [0x44, 1, 0xc1, 0, 0, 1, 0x28, 1, 0x2f]],
    ['a P picture', [0x44, 1, 0xc1, 0, 0, 1, 0x02, 1, 0xaf]],
  ])('hevc_data of %s', (_, data) => {
    const bytes = Uint8Array.from([
      ...smallFile.subarray(0, 8),
      0,
      ...smallFile.subarray(10, 14),
      ...data,
    ])
    expect(codeOf(() => readBpg(bytes))).toBe('ERR_DECODE')
  })

  test('every truncation', () => {
    for (let length = 0; length < smallFile.length; length++) {
      expect(codeOf(() => readBpg(smallFile.subarray(0, length)))).toBe('ERR_DECODE')
    }
  })

  test('more pixels than allowed', () => {
    expect(codeOf(() => readBpg(smallFile, { maxPixels: 64 * 48 - 1 }))).toBe('ERR_LIMIT')
    expect(codeOf(() => readBpg(smallFile, { maxPixels: 64 * 48 }))).toBe('none')
    const huge = withHeader(0x60, 0, ...ue7(2 ** 32 - 1), ...ue7(2 ** 32 - 1), 0)
    expect(codeOf(() => readBpg(huge))).toBe('ERR_LIMIT')
  })

  test('500 mutations are an error of ours or a valid parse', () => {
    const random = seededRandom(6)
    const seeds = [
      smallFile,
      writeBpg({
        ...small,
        alpha: 'straight',
        alphaHevc: encodeHevc(gray(64, 48)),
        extensions: { exif: new Uint8Array(20), xmp: new Uint8Array(200) },
      }),
    ]
    const outcomes = new Map<string, number>()
    for (let n = 0; n < 500; n++) {
      const bytes = Uint8Array.from(seeds[n % seeds.length]!)
      const edits = 1 + Math.floor(random() * 4)
      // Most of the damage goes where the structure is.
      for (let i = 0; i < edits; i++) {
        const at = Math.floor(random() * (n % 3 === 0 ? bytes.length : 48))
        bytes[at] = Math.floor(random() * 256)
      }
      const outcome = codeOf(() => {
        const read = readBpg(bytes, { maxPixels: 10000 })
        expect(read.width * read.height).toBeLessThanOrEqual(10000)
        expect(hevcSps(read.hevc).width).toBeGreaterThanOrEqual(read.width)
        const sections = inspectBpg(bytes)
        expect(sections.reduce((sum, { length }) => sum + length, 0)).toBe(bytes.length)
      })
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
    }
    expect(outcomes.get('ERR_DECODE')).toBeGreaterThan(50)
    expect(outcomes.get('none')).toBeGreaterThan(50)
    expect([...outcomes.keys()].sort()).toEqual(['ERR_DECODE', 'ERR_LIMIT', 'none'])
  })

  test('the ffmpeg program restores the same picture from our stream as from its own', () => {
    const picture = drawPlanes('yuv420p', 48, 32)
    const hevc = encodePlanes(picture, [
      '-c:v',
      'libx265',
      '-x265-params',
      'log-level=none',
      '-f',
      'hevc',
    ])
    const file = writeBpg({ ...small, hevc, width: 48, height: 32, chroma: '420' })
    expect(decodeOurs(file, picture).planes).toEqual(decodeStream(hevc, 'hevc', picture).planes)
  })
})
