import { metricsSync, TargetError } from '../../lib/index'
import type { Codec } from '../../lib/codec'
import { makePicture } from '../helpers/pictures'
import { allEntries, describeEntries } from '../helpers/table'

// Rate and quality targets with the real encoders; the search alone is in target.test.ts.

const picture = makePicture({ width: 72, height: 56, texture: 0.2 })
const metric = 'psnr'

/** The most encodes that a search may take: 8 up to 127 steps, one for each more halving. */
const mostEncodes = ({ qualitySteps: { length } }: Codec): number =>
  Math.max(8, Math.ceil(Math.log2(length + 1)) + 1)

const valueOf = (codec: Codec, bytes: Uint8Array): number =>
  metricsSync(picture, codec.decodeSync(bytes), [metric])[metric]

/** What the two ends of the scale give. */
function ends(codec: Codec) {
  const [worst, best] = [codec.qualitySteps[0]!, codec.qualitySteps.at(-1)!].map((quality) => {
    const bytes = codec.encodeSync(picture, { quality })
    return { size: bytes.length, value: valueOf(codec, bytes) }
  })
  return { worst: worst!, best: best! }
}

function caught(run: () => unknown): TargetError {
  try {
    run()
  } catch (error) {
    if (error instanceof TargetError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

describeEntries(
  allEntries.filter(({ backend, descriptor }) => backend === 'native' || !descriptor.encoders[0]),
  (entry) => {
    const codec = entry.make()

    it('a size between its ends: the largest tried that is within it', async () => {
      const { worst, best } = ends(codec)
      const bytes = Math.ceil(Math.sqrt(worst.size * best.size))
      const result = await codec.encode(picture, { target: { bytes } })
      const { quality, tries } = result
      expect(result.length).toBeLessThanOrEqual(bytes)
      const within = tries!.map((one) => one.bytes).filter((size) => size <= bytes)
      expect(result.length).toBe(Math.max(...within))
      expect(tries!.length).toBeLessThanOrEqual(mostEncodes(codec))
      expect(tries).toContainEqual({ quality, bytes: result.length })
      expect(codec.encodeSync(picture, { quality })).toEqual(Uint8Array.from(result))
    })

    it('a PSNR between its ends: the smallest tried that reaches it', () => {
      const { worst, best } = ends(codec)
      const value = worst.value === Infinity ? 60 : (worst.value + Math.min(best.value, 60)) / 2
      const result = codec.applySync(picture, { target: { psnr: value } })
      const { psnr } = metricsSync(picture, result.restored, ['psnr'])
      expect(psnr).toBeGreaterThanOrEqual(value)
      const reaching = result.tries!.filter((one) => one.value! >= value)
      expect(result.nBytes).toBe(Math.min(...reaching.map((one) => one.bytes)))
      expect(result.tries!.length).toBeLessThanOrEqual(mostEncodes(codec))
      const { quality, nBytes: bytes } = result
      expect(result.tries).toContainEqual({ quality, bytes, value: psnr })
    })

    it('a size that nothing meets: TargetError with the smallest', () => {
      const error = caught(() => codec.encodeSync(picture, { target: { bytes: 8 } }))
      const sizes = error.tries.map((one) => one.bytes)
      expect(error.nearest.bytes).toBe(Math.min(...sizes))
      expect(sizes.length).toBeLessThanOrEqual(mostEncodes(codec))
      const { quality, bytes } = error.nearest
      expect(codec.encodeSync(picture, { quality })).toHaveLength(bytes)
      expect(error.message).toContain(`${bytes} bytes, at quality ${quality}`)
    })

    it('99 dB: without loss, or TargetError with the best', () => {
      const { best } = ends(codec)
      const search = () => codec.applySync(picture, { target: { psnr: 99 } })
      if (best.value === Infinity) {
        expect(metricsSync(picture, search().restored, ['mse'])).toEqual({ mse: 0 })
        return
      }
      const error = caught(search)
      expect(error.nearest.value).toBe(Math.max(...error.tries.map((one) => one.value!)))
      expect(error.nearest.value).toBeGreaterThanOrEqual(best.value)
      const { tries } = error
      expect(tries.map((one) => Object.keys(one))).toEqual(
        tries.map(() => ['quality', 'bytes', 'value']), // and not the streams
      )
      expect(error.tries.length).toBeLessThanOrEqual(mostEncodes(codec))
    })
  },
)
