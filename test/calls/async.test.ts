import { type Codec, createCodec, WebP, X264, X265 } from '../../lib/index'
import type { Samples } from '../../lib/image'
import { makePicture } from '../helpers/pictures'

// The async calls: the loop goes on, results are those of the sync calls.

const picture = (seed: number, width = 64, height = 48) =>
  makePicture({ width, height, texture: 0.02 * (1 + (seed % 7)) })

describe('200 encodes of four codecs at once', () => {
  const coders: Codec[] = [
    new WebP({ method: 2 }),
    createCodec('jpeg'),
    new X264({ preset: 'ultrafast' }),
    new X265({ preset: 'ultrafast' }),
  ]
  const pictures = Array.from({ length: 8 }, (_, i) => picture(i, 128, 96))
  const wanted = coders.map((codec) => pictures.map((image) => codec.encodeSync(image)))

  it('give what the sync calls give, while a timer ticks between them', async () => {
    let done = 0
    const doneAtTick = new Set<number>()
    const timer = setInterval(() => doneAtTick.add(done), 0)
    const results = await Promise.all(
      Array.from({ length: 200 }, async (_, i) => {
        const bytes = await coders[i % 4]!.encode(pictures[i % 8]!)
        done++
        return bytes
      }),
    )
    clearInterval(timer)
    results.forEach((bytes, i) => expect(bytes).toEqual(wanted[i % 4]![i % 8]))
    // A blocked loop would see few counts: the ticks come between the results.
    expect(doneAtTick.size).toBeGreaterThan(20)
  })

  it('decodes too', async () => {
    const streams = Array.from({ length: 200 }, (_, i) => wanted[i % 4]![i % 8]!)
    const restored = await Promise.all(streams.map((bytes, i) => coders[i % 4]!.decode(bytes)))
    restored.forEach(({ data }, i) => {
      expect(
        Buffer.compare(bytesOf(data), bytesOf(coders[i % 4]!.decodeSync(streams[i]!).data)),
      ).toBe(0)
    })
  })

  it('one that fails among them does not disturb the others', async () => {
    const calls = Array.from({ length: 40 }, (_, i) =>
      i % 10 === 3
        ? coders[0]!.decode(new Uint8Array(50))
        : coders[i % 4]!.encode(pictures[i % 8]!),
    )
    const ends = await Promise.allSettled(calls)
    ends.forEach((end, i) => expect(end.status).toBe(i % 10 === 3 ? 'rejected' : 'fulfilled'))
  })
})

const bytesOf = ({ buffer, byteOffset, byteLength }: Samples) =>
  Buffer.from(buffer, byteOffset, byteLength)
