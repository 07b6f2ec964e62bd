import { addon } from '../../lib/backends/native/addon'
import { arrangeRows } from '../../lib/flow/arrange'
import { turned } from '../../lib/flow/turn'
import { type PixelPicture, toPicture } from '../../lib/image'
import { makePicture } from '../helpers/pictures'
import { itWhere } from '../helpers/where'

// The addon's arrange against the same in JavaScript, to the sample.

const native = addon()?.arrange
const [width, height] = [37, 23]

const tables = {
  'as they are': undefined,
  'as bytes': (max: number) => Uint8Array.from({ length: max + 1 }, (_, i) => (i * 255) / max),
  'as words': (max: number) => Uint16Array.from({ length: max + 1 }, (_, i) => (i * 4095) / max),
  'as floats': (max: number) => Float32Array.from({ length: max + 1 }, (_, i) => i / max),
}

const views = [8, 10, 16].flatMap((bitDepth) =>
  ([1, 3, 4] as const).flatMap((channels) =>
    [1, 3, 6].map((orientation) => {
      const picture = toPicture(makePicture({ width, height, channels, bitDepth })) as PixelPicture
      const name = `${bitDepth} bit, ${channels} channels, orientation ${orientation}`
      return { name, view: turned(picture, orientation) }
    }),
  ),
)

const test = itWhere(native !== undefined, 'no native addon')

test.each(views)('$name', ({ view }) => {
  const max = 2 ** view.bitDepth - 1
  for (const [name, make] of Object.entries(tables)) {
    const table = make?.(max)
    const form = (table ?? view.data).constructor as Float32ArrayConstructor
    for (const planar of [false, true]) {
      const outs = [native!, arrangeRows].map((rows) => {
        const out = new form(width * height * view.channels)
        rows(view, table, planar, 0, 9, out)
        rows(view, table, planar, 9, view.height, out)
        return out
      })
      expect([name, planar, outs[0]]).toEqual([name, planar, outs[1]])
      expect(outs[0]!.some((sample) => sample > 0)).toBe(true)
    }
  }
})

test('a form or a length that does not fit is refused', () => {
  const view = toPicture(makePicture({ width, height, bitDepth: 10 })) as PixelPicture
  const length = width * height * 3
  const call = (out: Float32Array | Uint16Array, table?: Float32Array, to = height) =>
    native!(view, table, false, 0, to, out)
  expect(() => call(new Float32Array(length))).toThrow(/table: expected one/)
  expect(() => call(new Uint16Array(length), new Float32Array(1024))).toThrow(/form of out/)
  expect(() => call(new Float32Array(length), new Float32Array(0))).toThrow(/table/)
  const bytes = new Int8Array(1024) as never
  expect(() => call(new Float32Array(length), bytes)).toThrow(/^table: expected a Uint8Array/)
  expect(() => call(new Uint16Array(length - 1))).toThrow(/out: too short/)
  expect(() => call(new Uint16Array(length), undefined, height + 1)).toThrow(/^to: expected/)
})

test('a code above the table is its last entry, no memory of others', () => {
  const view = toPicture(makePicture({ width: 4, height: 1, bitDepth: 10, channels: 1 }))
  const out = new Float32Array(4)
  native!(view as PixelPicture, new Float32Array([0, 0.5]), false, 0, 1, out)
  for (const sample of out) expect([0, 0.5]).toContain(sample)
})
