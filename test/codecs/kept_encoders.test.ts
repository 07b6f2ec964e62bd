import { createCodec, type PixelArray } from '../../lib/index'
import { allDescriptors } from '../../lib/registry'
import { makePicture } from '../helpers/pictures'

// An open encoder may serve several pictures: their bytes are those of an encoder opened for each.
// The option `options`, even empty, makes every call open its own.

const cases = allDescriptors().flatMap(({ name, options, reusable = [] }) =>
  reusable.map((encoder) => [name, encoder, 'encoder' in options ? { encoder } : {}] as const),
)

const sides = [
  [64, 64],
  [128, 96],
  [65, 31],
  [1, 1],
] as const

/** Pictures of four sizes, three of each, no two alike. */
const pictures: PixelArray[] = sides.flatMap(([width, height]) =>
  [0, 0.1, 1].map((texture) => makePicture({ width, height, texture })),
)

/** Sizes one after the other, and then mixed: more kinds than are kept. */
const order = [...pictures, ...pictures.map((_, i) => pictures[(i * 7) % pictures.length]!)]

describe.each(cases)('%s by %s', (name, _encoder, choice) => {
  const kept = createCodec(name, choice)
  const fresh = createCodec(name, { ...choice, options: {} })
  const qualities = [kept.qualitySteps.at(-1)!, kept.defaultQuality]
  const expected = new Map(
    pictures.map((picture) => [
      picture,
      qualities.map((quality) => fresh.encodeSync(picture, { quality })),
    ]),
  )

  it.each([0, 1])('sync, one quality (%p)', (q) => {
    for (const picture of order) {
      const bytes = kept.encodeSync(picture, { quality: qualities[q] })
      expect(bytes).toEqual(expected.get(picture)![q])
    }
  })

  it('async, qualities mixed, on several threads', async () => {
    const both = order.flatMap((picture) => qualities.map((quality) => ({ picture, quality })))
    const all = await Promise.all(
      both.map(({ picture, quality }) => kept.encode(picture, { quality })),
    )
    both.forEach(({ picture, quality }, i) => {
      expect(all[i]).toEqual(expected.get(picture)![qualities.indexOf(quality)])
    })
  })

  it('after an error', () => {
    const [picture] = pictures as [PixelArray]
    kept.encodeSync(picture)
    const wrong = createCodec(name, { ...choice, options: { 'no-such-option': 1 } })
    expect(() => wrong.encodeSync(picture)).toThrow(/no-such-option/)
    expect(kept.encodeSync(picture)).toEqual(expected.get(picture)![1])
  })
})

it('some codec has such an encoder', () => expect(cases).not.toEqual([]))
