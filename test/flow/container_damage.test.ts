import { AV1, AVIF, BPG, CodecError, HEIC } from '../../lib'
import { readBpg } from '../../lib/bitstream/bpg'
import { readHeif } from '../../lib/bitstream/heif'
import { av1Sequence } from '../../lib/bitstream/obu'
import { writeMetadata } from '../../lib/files/metadata'
import { fileOf } from '../helpers/container/matrix'
import { sourceOf, type Coding, type Format } from '../helpers/container/codings'
import { seededRandom } from '../helpers/ffmpeg_streams'
import { iccProfile } from '../helpers/icc_profile'
import { tiledFile, type Tiling } from '../helpers/heif_tiles'

const MUTATIONS = 600
const maxPixels = 100_000
const codings: Coding[] = [
  { chroma: '4:4:4', depth: 8 },
  { chroma: '4:2:0', depth: 10 },
  { chroma: '4:0:0', depth: 8 },
  { chroma: 'RGB', depth: 8, lossless: true, alpha: 'straight' },
  { chroma: '4:2:0', depth: 8, alpha: 'premultiplied' },
]
const metadata = {
  icc: iccProfile(),
  exif: Uint8Array.from([0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0]),
  xmp: Buffer.from('<x:xmpmeta xmlns:x="adobe:ns:meta/"/>'),
}

const tiling: Tiling = { rows: 2, columns: 2, width: 100, height: 90, irot: 1, imir: 0 }

/** Whole files, one with everything beside the picture, AVIF and HEIC also as grids. */
function seedsOf(format: Format): Uint8Array[] {
  const plain = codings.map((coding) => fileOf(format, coding))
  const files = [...plain, writeMetadata(plain[3]!, metadata)]
  return format === 'BPG' ? files : [...files, tiledFile(format, codings[0]!, tiling).file]
}

const codecs = {
  BPG: new BPG({ maxPixels }),
  AVIF: new AVIF({ maxPixels }),
  HEIC: new HEIC({ maxPixels }),
}

/** [height, width] as our parser reads them of a file: what decode must then give. */
function declared(format: Format, file: Uint8Array): number[] {
  const { width, height } = format === 'BPG' ? readBpg(file) : readHeif(file)
  return [height, width]
}

type Random = () => number
const below = (random: Random, n: number): number => Math.floor(random() * n)

/** Changed, lost, doubled or zeroed bytes; mostly at the front, where the structure is. */
function mutate(file: Uint8Array, random: Random): Uint8Array {
  const structure = below(random, 3) > 0
  const place = (): number => below(random, structure ? Math.min(file.length, 600) : file.length)
  const kind = below(random, 8)
  if (kind === 0) return file.slice(0, place())
  const at = place()
  const length = 1 + below(random, 16)
  if (kind === 1) return Buffer.concat([file.subarray(0, at), file.subarray(at + length)])
  if (kind === 2) {
    return Buffer.concat([file.subarray(0, at + length), file.subarray(at)])
  }
  const changed = Uint8Array.from(file)
  if (kind === 3) changed.fill(below(random, 2) * 255, at, at + length)
  else if (kind === 4) changed[at]! ^= 1 << below(random, 8)
  else for (let n = 1 + below(random, 4); n > 0; n--) changed[place()] = below(random, 256)
  return changed
}

test.each(['BPG', 'AVIF', 'HEIC'] as const)(
  `${MUTATIONS} mutated files of %s: an error of ours, or a picture of the declared size`,
  (format) => {
    const random = seededRandom(format.length + format.charCodeAt(0))
    const seeds = seedsOf(format)
    const outcomes = { ERR_DECODE: 0, ERR_LIMIT: 0, picture: 0 }
    for (let n = 0; n < MUTATIONS; n++) {
      const file = mutate(seeds[n % seeds.length]!, random)
      try {
        const { shape, data } = codecs[format].decodeSync(file)
        expect([n, ...shape.slice(0, 2)]).toEqual([n, ...declared(format, file)])
        expect([1, 3, 4]).toContain(shape[2])
        expect(data).toHaveLength(shape[0]! * shape[1]! * shape[2]!)
        outcomes.picture++
      } catch (error) {
        if (!(error instanceof CodecError)) throw error
        expect([n, error.message, Object.keys(outcomes)]).toEqual([
          ...[n, error.message, expect.arrayContaining([error.code])],
        ])
        outcomes[error.code as 'ERR_DECODE']++
      }
    }
    expect(outcomes.ERR_DECODE).toBeGreaterThan(MUTATIONS / 6)
    // How many still decode depends on the decoder's version.
    expect(outcomes.picture).toBeGreaterThan(MUTATIONS / 10)
    expect(outcomes.ERR_DECODE + outcomes.ERR_LIMIT + outcomes.picture).toBe(MUTATIONS)
  },
)

test('a colour matrix that libavutil has no name for is an error that tells its number', () => {
  const stream = new AV1({ usage: 'allintra', speed: 8 }).encodeSync(sourceOf(codings[0]!))
  expect(av1Sequence(stream).colour.matrix).toBe(6)
  // One bit of H.273's matrix_coefficients.
  const changed = Array.from({ length: 8 * 20 }, (_, bit) => {
    const copy = Uint8Array.from(stream)
    copy[bit >> 3]! ^= 1 << (bit & 7)
    return copy
  }).find((bytes) => {
    try {
      return av1Sequence(bytes).colour.matrix === 70
    } catch {
      return false
    }
  })
  expect(() => new AV1().decodeSync(changed!)).toThrow("the colour matrix '70' is not supported")
})
