import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addon } from '../../lib/backends/native/addon'
import { probeSync } from '../../lib/probe'
import { readImageSync } from '../../lib/files'
import { codecFailureSync } from '../helpers/failures'
import { itWhere } from '../helpers/where'

const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-netpbm-'))
afterAll(() => rmSync(folder, { recursive: true }))
const test = itWhere(addon() !== undefined, 'no addon here')

const WIDTH = 5
const HEIGHT = 3

/** Codes of 0 to max that reach both ends. */
const codesOf = (max: number, depth: number): number[] =>
  Array.from({ length: WIDTH * HEIGHT * depth }, (_, i) =>
    i < 2 ? [max, 0][i]! : (i * 7919) % (max + 1),
  )

const rawOf = (codes: number[], max: number): Buffer =>
  Buffer.from(max < 256 ? codes : codes.flatMap((v) => [v >> 8, v & 255]))

/** 8 bits below 256; 2^n - 1 keeps n; the rest is 16. */
const bitsOf = (max: number): number => {
  if (max < 256) return 8
  return Number.isInteger(Math.log2(max + 1)) ? Math.log2(max + 1) : 16
}

const scaled = (codes: number[], max: number): number[] =>
  codes.map((v) => Math.floor((v * (2 ** bitsOf(max) - 1)) / max + 0.5))

/** As decode gives it: gray with alpha is RGBA. */
const pixelsOf = (codes: number[], depth: number): number[] =>
  depth === 2 ? codes.flatMap((v, i) => (i % 2 === 0 ? [v, v, v, codes[i + 1]!] : [])) : codes

function read(name: string, ...parts: (string | Buffer)[]) {
  const path = join(folder, name)
  writeFileSync(path, Buffer.concat(parts.map((part) => Buffer.from(part as string, 'latin1'))))
  const { bitDepth, channels, width, height } = probeSync(path)
  const image = readImageSync(path)
  expect([image.shape, image.bitDepth]).toEqual([[height, width, channels], bitDepth])
  return image
}

const maxima = [1, 2, 3, 5, 7, 15, 100, 127, 200, 254, 255]
const wideMaxima = [256, 300, 511, 1000, 1023, 4095, 10000, 16383, 40000, 65534, 65535]
const tuples = ['', 'GRAYSCALE', 'GRAYSCALE_ALPHA', 'RGB', 'RGB_ALPHA']

describe.each([...maxima, ...wideMaxima])('MAXVAL %i', (max) => {
  test.each([1, 3])('PGM and PPM of %i samples, binary and text', (depth) => {
    const codes = codesOf(max, depth)
    const header = (n: number) => `P${n}\n# made\n${WIDTH} ${HEIGHT}\n${max}\n`
    for (const image of [
      read('a.ppm', header(depth === 3 ? 6 : 5), rawOf(codes, max)),
      read('b.ppm', header(depth === 3 ? 3 : 2), `${codes.join(' ')}\n`),
    ]) {
      expect(image.bitDepth).toBe(bitsOf(max))
      expect(Array.from(image.data)).toEqual(scaled(codes, max))
    }
  })

  test.each([1, 2, 3, 4])('PAM of %i samples, its TUPLTYPE said or not', (depth) => {
    const codes = codesOf(max, depth)
    const fields = `WIDTH ${WIDTH}\nHEIGHT ${HEIGHT}\nDEPTH ${depth}\nMAXVAL ${max}\n`
    for (const type of [`TUPLTYPE ${tuples[depth]}\n`, '']) {
      const image = read('a.pam', `P7\n${fields}${type}ENDHDR\n`, rawOf(codes, max))
      expect(image.bitDepth).toBe(bitsOf(max))
      expect(Array.from(image.data)).toEqual(pixelsOf(scaled(codes, max), depth))
    }
  })
})

// As netpbm's own reader takes them: a comment is white space, up to the end of its line.
describe('comments in the header', () => {
  const codes = codesOf(255, 1)
  test.each([
    ['behind the magic', `P5#made\n${WIDTH} ${HEIGHT}\n255\n`],
    ['two, behind the magic', `P5#made#\n#by\r${WIDTH} ${HEIGHT}\n255\n`],
    ['behind numbers', `P5\n${WIDTH}#wide\n${HEIGHT}#high\n255\n`],
    ['before the samples', `P5\n${WIDTH} ${HEIGHT}\n255#white\n`],
  ])('%s', (_, header) => {
    expect(Array.from(read('a.pgm', header, rawOf(codes, 255)).data)).toEqual(codes)
    const text = `${header.replace('P5', 'P2')}${codes.join(' ')}\n`
    expect(Array.from(read('b.pgm', text).data)).toEqual(codes)
  })

  test.each([
    ['P4', Buffer.from([0x28, 0x50, 0xf8])],
    ['P1', Buffer.from('00101\n01010\n11111\n')],
  ])('of bits, %s', (magic, samples) => {
    const { data } = read('a.pbm', `${magic}#made\n${WIDTH}#wide\n${HEIGHT}\n`, samples)
    const bits = [...'001010101011111'].map((bit) => (bit === '1' ? 0 : 255))
    expect(Array.from(data)).toEqual(bits)
  })

  test('of other depths, and of PPM', () => {
    const tenBits = codesOf(1023, 3)
    const image = read('a.ppm', `P6#made\n${WIDTH} ${HEIGHT} 1023\n`, rawOf(tenBits, 1023))
    expect([image.bitDepth, ...image.data]).toEqual([10, ...tenBits])
  })

  test('and lines of PAM', () => {
    const fields = `#a\nWIDTH ${WIDTH}\n#b\nHEIGHT ${HEIGHT}\nDEPTH 1\nMAXVAL 255\n`
    const { data } = read('a.pam', `P7\n${fields}#c\nENDHDR\n`, rawOf(codes, 255))
    expect(Array.from(data)).toEqual(codes)
  })
})

test.each([
  ['P7\nWIDTH 1\nHEIGHT 1\nDEPTH 4\nMAXVAL 255\nTUPLTYPE CMYK\nENDHDR\n', /TUPLTYPE CMYK/],
  ['P7\nWIDTH 1\nHEIGHT 1\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB\nENDHDR\n', /DEPTH 4/],
  ['P7\nWIDTH 1\nHEIGHT 1\nDEPTH 5\nMAXVAL 255\nENDHDR\n', /DEPTH 5/],
  ['P7\nWIDTH 1\nHEIGHT 1\nDEPTH 1\nMAXVAL 255\n', /does not end/],
  ['P5\n1 1\n0\n', /MAXVAL 0/],
  ['P5\n1 1\n65536\n', /MAXVAL 65536/],
  ['P6\n0 1\n255\n', /0x1/],
  ['P5\n2 2\n15\nabc', /./],
])('%j is refused', (header, why) => {
  const path = join(folder, 'bad.pam')
  writeFileSync(
    path,
    Buffer.concat(
      [Buffer.from(header, 'latin1'), Buffer.alloc(3)].slice(0, header.endsWith('c') ? 1 : 2),
    ),
  )
  const { code, message } = codecFailureSync(() => readImageSync(path))
  expect(code).toBe('ERR_DECODE')
  expect(message).toMatch(why)
})

// In the square of its length, the first took ten seconds.
test.each([
  ['a long field', `P7\nWIDTH a${' '.repeat(60_000)}b\nENDHDR\n`],
  ['many lines without an end', `P7\n${'ENDHDR\r'.repeat(9300)}`],
  ['many fields', `P7\n${'WIDTH\n'.repeat(10_000)}ENDHDR\n`],
])('a header of %s is read in time', (_, header) => {
  const since = performance.now()
  expect(codecFailureSync(() => probeSync(Buffer.from(header))).code).toBe('ERR_DECODE')
  expect(performance.now() - since).toBeLessThan(250)
})
