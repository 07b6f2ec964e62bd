import { AVIF } from '../../lib'
import { box, u16 } from '../../lib/bitstream/heif/box_writer'
import { codedItem } from '../../lib/bitstream/heif/coded'
import { codedProperties, nclxBox } from '../../lib/bitstream/heif/properties'
import { Assembly, ispe } from '../helpers/heif_derived'
import { makePicture } from '../helpers/pictures'

// Layered AVIF, and properties that files mark as essential though no pixel depends on them.

/** 16 x 16 of 4:4:4 in two spatial layers by libaom 3.6: gray of 60, then of 140. */
const STREAM = Buffer.from(
  'EgAKDiATAQCAgM/82vkgQEDSMg0QAOQAAALAAIACmmd1Cg4gEwEAgIDP/Nr5IEBA0jYIDhAAigAAAgAAAAA+5u2A',
  'base64',
)
const nclx = nclxBox({ primaries: 1, transfer: 13, matrix: 6, fullRange: true })

function fileWith(more: readonly Uint8Array[], stream: Uint8Array = STREAM): Uint8Array {
  const coded = codedItem('av1', stream)
  const assembly = new Assembly()
  const properties = [{ box: nclx, essential: false }]
  const essential = more.map((property) => ({ box: property, essential: true }))
  const all = [...codedProperties(coded), ...properties, ...essential]
  return assembly.file(assembly.add('av01', coded.payload, all))
}

const shown = (file: Uint8Array): number => new AVIF().decodeSync(file).data[0]!
const lsel = (layer: number) => box('lsel', u16(layer))
const a1op = (point: number) => box('a1op', [point])

describe('a picture in layers', () => {
  test('the highest is shown, whatever reads it', () => {
    const a1lx = box('a1lx', [0], u16(33), u16(0), u16(0))
    for (const more of [[], [a1lx], [lsel(0xffff), a1lx], [a1op(0)]]) {
      const file = fileWith(more)
      expect(Math.abs(shown(file) - 140)).toBeLessThanOrEqual(1)
      expect(Math.abs(new AVIF({ strict: true }).decodeSync(file).data[0]! - 140)).toBeLessThan(2)
    }
  })

  test('or the one that is chosen', () => {
    expect(Math.abs(shown(fileWith([lsel(0)])) - 60)).toBeLessThanOrEqual(2)
    expect(Math.abs(shown(fileWith([lsel(1)])) - 140)).toBeLessThanOrEqual(1)
  })

  test('what is missing or not read is named', () => {
    expect(() => shown(fileWith([lsel(2)]))).toThrow('layer 2 (lsel) is missing')
    expect(() => shown(fileWith([a1op(1)]))).toThrow('operating point 1 (a1op) is not supported')
  })
})

test('the last OBU of an item may leave its size out', () => {
  const whole = codedItem('av1', STREAM.subarray(0, 33))
  const frame = whole.payload.length - 15
  expect([...whole.payload.subarray(frame, frame + 2)]).toEqual([0x32, 13])
  const unsized = [
    ...[...whole.payload.subarray(0, frame), 0x30],
    ...whole.payload.subarray(frame + 2),
  ]
  const assembly = new Assembly()
  const all = [...codedProperties(whole), { box: nclx, essential: false }]
  const file = assembly.file(assembly.add('av01', Uint8Array.from(unsized), all))
  expect(shown(file)).toBe(shown(fileWith([], STREAM.subarray(0, 33))))
})

test('what was mastered may be essential, what is not known may not', () => {
  for (const more of [box('clli', u16(1000), u16(400)), box('mdcv', new Uint8Array(24))]) {
    expect(Math.abs(shown(fileWith([more])) - 140)).toBeLessThanOrEqual(1)
  }
  expect(() => shown(fileWith([box('what', [1])]))).toThrow('essential property "what"')
})

describe('tiles that name different colours', () => {
  const quick = { usage: 'allintra', speed: 8, pixelFormat: 'yuv444p' } as const
  const tile = (matrix: 'bt601' | 'bt709') =>
    new AVIF({ ...quick, matrix }).encodeSync(makePicture({ width: 64, height: 64 }))
  const grid = (...more: Uint8Array[]) => {
    const assembly = new Assembly()
    const ids = [assembly.picture(tile('bt709')), assembly.picture(tile('bt601'))]
    const data = Uint8Array.from([0, 0, 0, 1, ...u16(128), ...u16(64)])
    return assembly.file(assembly.derive('grid', ids, data, ispe(128, 64), ...more))
  }

  test('are refused: they were shown in the colours of the first', () => {
    expect(() => new AVIF().decodeSync(grid())).toThrow('in different colours (colr)')
  })

  test('unless the grid says what counts', () => {
    const { shape } = new AVIF().decodeSync(grid(nclx))
    expect(shape).toEqual([64, 128, 3])
  })
})
