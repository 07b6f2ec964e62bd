import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { addon } from '../../lib/backends/native/addon'
import { type PixelArray, readImageSync } from '../../lib'
import { itWhere } from '../helpers/where'

// Pictures by other programs that came out wrong once. README.tsv says where each is from, and what
// it holds: shape, depth, samples at some places; how far sharp may be from it, where sharp reads it.
const folder = join(__dirname, '../fixtures/pictures')
const rows = readFileSync(join(folder, 'README.tsv'), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split('\t') as [string, string, string, string, string, string, string])

async function bySharp(path: string, { shape, bitDepth }: PixelArray) {
  const deep = bitDepth! > 8
  const space = shape[2] === 1 ? (deep ? 'grey16' : 'b-w') : deep ? 'rgb16' : 'srgb'
  const { buffer, byteOffset, length } = await sharp(path, { failOn: 'none' })
    .toColourspace(space)
    .raw({ depth: deep ? 'ushort' : 'uchar' })
    .toBuffer()
  return deep ? new Uint16Array(buffer, byteOffset, length / 2) : new Uint8Array(buffer, byteOffset, length) // prettier-ignore
}

const readable = (file: string): boolean =>
  !/\.tiff?$/.test(file) || (addon()?.has('libtiff', 'decoder') ?? false)

describe('pictures by other programs', () => {
  for (const [file, , , shape, bitDepth, tolerance, samples] of rows) {
    const test = itWhere(readable(file), 'no addon with libtiff')
    test(`${file}`, async () => {
      const path = join(folder, file)
      const image = readImageSync(path, { autoOrient: false }) // as stored
      expect(image.shape.join('x')).toBe(shape)
      expect(image.bitDepth).toBe(Number(bitDepth))
      for (const place of samples.split(' ')) {
        const [at, values] = place.split(':') as [string, string]
        const expected = values.split(',').map(Number)
        const start = Number(at)
        expect(Array.from(image.data.subarray(start, start + expected.length))).toEqual(expected)
      }
      if (tolerance === '-') return
      const reference = await bySharp(path, image)
      expect(reference).toHaveLength(image.data.length)
      const errors = Array.from(reference, (value, i) => Math.abs(value - image.data[i]!))
      expect(errors.reduce((a, b) => Math.max(a, b), 0)).toBeLessThanOrEqual(Number(tolerance))
    })
  }
})
