import { AV1, AVIF } from '../../lib'
import { readHeif } from '../../lib/bitstream/heif'

const quick = { usage: 'allintra', speed: 8, subsampling: '4:4:4', premultiplied: true } as const
const [width, height] = [64, 32]

/** Every colour at every low alpha. */
function faint(bitDepth: 8 | 10) {
  const max = 2 ** bitDepth - 1
  const data = new (bitDepth > 8 ? Uint16Array : Uint8Array)(width * height * 4)
  for (let i = 0; i < width * height; i++) {
    const x = i % width
    const alpha = 3 + Math.floor(i / width)
    data.set([(x * max) / (width - 1), max - (x * max) / (width - 1), max >> 1, alpha], 4 * i)
  }
  return { data, width, height, channels: 4, bitDepth } as const
}

/** What the planes say, in double precision, rounded once (BT.601, full range). */
function expected(file: Uint8Array, bitDepth: number): number[] {
  const { image, alpha } = readHeif(file)
  const decode = (stream: Uint8Array) => new AV1().decodeSync(stream, { as: 'planes' }).planes
  const [y, cb, cr] = decode(image.tile(0))
  const [a] = decode(alpha!.tile(0))
  const [max, middle] = [2 ** bitDepth - 1, 2 ** (bitDepth - 1)]
  const out: number[] = []
  for (let i = 0; i < width * height; i++) {
    const [luma, blue, red] = [y![i]!, cb![i]! - middle, cr![i]! - middle]
    const colour = [
      luma + 1.402 * red,
      luma - (0.114 * 1.772 * blue + 0.299 * 1.402 * red) / 0.587,
      luma + 1.772 * blue,
    ]
    const of = (code: number): number => Math.min(max, Math.max(0, code))
    for (const code of colour) out.push(Math.round(of((of(code) * max) / a![i]!)))
    out.push(a![i]!)
  }
  return out
}

describe('premultiplied alpha', () => {
  test.each([8, 10] as const)('%i bits: colour is divided before it is rounded', (bitDepth) => {
    const file = new AVIF({ ...quick, bitDepth }).encodeSync(faint(bitDepth), { quality: 1 })
    const { data } = new AVIF().decodeSync(file)
    const right = expected(file, bitDepth)
    const shown = (i: number): boolean => data[i - (i % 4) + 3]! > 0
    const off = right.map((value, i) => (shown(i) ? Math.abs(value - data[i]!) : 0))
    // Between them 16 bits: half a step of those, below the lowest alpha.
    expect(Math.max(...off)).toBeLessThanOrEqual(bitDepth === 8 ? 1 : 9)
    expect(off.filter((difference) => difference > 1).length).toBeLessThan(right.length / 50)
  })
})
