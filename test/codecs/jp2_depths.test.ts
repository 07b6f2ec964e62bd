import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createCodec, probeSync } from '../../lib'
import { addon } from '../../lib/backends/native/addon'
import { codecFailure } from '../helpers/failures'
import { samplesOf } from '../helpers/pictures'
import { itWhere } from '../helpers/where'

// Components of different depths, and what HTJ2K in a file needs: OpenJPEG reads it on FFmpeg before 7.1.

const [width, height] = [8, 8]
const itNative = itWhere(addon() !== undefined, 'no addon')
const codec = createCodec('jpeg2000')
const bare = createCodec('jpeg2000', { format: 'j2k', lossless: true })

/** By ojph_compress 0.9: x, y and x + y, each from 0 to its component's white. */
const HIGH_THROUGHPUT: Record<string, string> = {
  '5, 6, 5':
    '/0//UQAvQAAAAAAIAAAACAAAAAAAAAAAAAAACAAAAAgAAAAAAAAAAAADBAEBBQEBBAEB/1AACAACAAAAAf9SAAwAAgABAAEEBEAB/1wAByBAQEBI/2QAFgABT3BlbkpQSCBWZXIgMC45LjAu/5AACgAAAAAAdAAB/5PAV4D/f4uY/f8LMfsGcHpZlgDAWkB//33vv40zzjjj/gFAxyTQtwDAVoD/brdTTwkw2ylrBzUAwFSAAAAA8E4qLeUAoCoAEAD+wcnstQDATQE8AlCEAytyxQCg/AOXX0UA8IDmRAD/2Q==',
  '12, 8, 8':
    '/0//UQAvQAAAAAAIAAAACAAAAAAAAAAAAAAACAAAAAgAAAAAAAAAAAADCwEBBwEBBwEB/1AACAACAAAAB/9SAAwAAgABAAEEBEAB/1wAByBwcHB4/2QAFgABT3BlbkpQSCBWZXIgMC45LjAu/5AACgAAAAAApwAB/5PAAW+A/3//W71tIxnJkY78/39ve9tGMpIjHfkAZwchAFmYAMABa4D/d/97/33/FjKKjCKjyPgBQMcAANC4AMABaoD/N7d3W25qe1NSgeh04wBS1BAHNwDAAVQAkEACCSSqcoJ1AKAArgAAIAACIADyAEIAMfgXAMABUwAFXAAJQERBiAGVoBLGAACiKMQAAACXX0cA8IDmRAD/2Q==',
  '8, 8, 4':
    '/0//UQAvQAAAAAAIAAAACAAAAAAAAAAAAAAACAAAAAgAAAAAAAAAAAADBwEBBwEBAwEB/1AACAACAAAAA/9SAAwAAgABAAEEBEAB/1wAByBQUFBY/2QAFgABT3BlbkpQSCBWZXIgMC45LjAu/5AACgAAAAAAhgAB/5PAFrj/f++3SGQ0/v9vb5HIaPwAZwcAAFmYAMAWuP93/3v/ff8WMoqMIqPI+AFAxwAA0LgAwBVgv/3/JoRUeNhPNgDAFaAAAIIAAAjyBOKELeYAoArgACAAAiAA8gBCADH4FwDAEsASwAkA8KGP5ADwwDqUAP7gQwD/2Q==',
}

const scaled = (value: number, from: number, to: number): number =>
  Math.floor((value * (2 ** to - 1)) / (2 ** from - 1) + 0.5)

function ramps(depths: readonly number[], bitDepth: number): number[] {
  const out: number[] = []
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const share = [x / 7, y / 7, (x + y) / 14]
      depths.forEach((depth, c) => {
        out.push(scaled(Math.floor(share[c]! * (2 ** depth - 1) + 1e-9), depth, bitDepth))
      })
    }
  }
  return out
}

/** Where a bare codestream says the depth of component `c`. */
const ssiz = (bytes: Uint8Array, c: number): number =>
  Buffer.from(bytes).indexOf(Buffer.from([0xff, 0x51])) + 40 + 3 * c

const box = (type: string, ...parts: (readonly number[] | Uint8Array)[]): Uint8Array => {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part)))
  const head = Buffer.from([0, 0, 0, 0, ...Buffer.from(type)])
  head.writeUInt32BE(8 + body.length)
  return Buffer.concat([head, body])
}

/** A file around 8-bit RGB, with colr boxes of these enumerated colour spaces. */
function file(codestream: Uint8Array, ...colours: readonly number[][]): Uint8Array {
  const siz = Buffer.from(codestream).indexOf(Buffer.from([0xff, 0x51]))
  const field = (at: number): number[] => [...codestream.subarray(siz + at, siz + at + 4)]
  return Buffer.concat([
    box('jP  ', [0x0d, 0x0a, 0x87, 0x0a]),
    box('ftyp', Buffer.from('jph '), [0, 0, 0, 0], Buffer.from('jph ')),
    box(
      'jp2h',
      box('ihdr', [...field(10), ...field(6)], [0, 3, 7, 7, 0, 0]),
      ...colours.map((colour) => box('colr', colour)),
    ),
    box('jp2c', codestream),
  ])
}
const enumerated = (code: number): number[] => [1, 0, 0, 0, 0, 0, code]

/** BT.601, full range, of 8 bits (T.800 annex G.3). */
function rgbOf(samples: ArrayLike<number>): number[] {
  const out: number[] = []
  for (let i = 0; i < samples.length; i += 3) {
    const [y, cb, cr] = [samples[i]!, samples[i + 1]! - 128, samples[i + 2]! - 128]
    for (const value of [y + 1.402 * cr, y - 0.344136 * cb - 0.714136 * cr, y + 1.772 * cb])
      out.push(Math.min(255, Math.max(0, Math.floor(value + 0.5))))
  }
  return out
}

const furthest = (a: ArrayLike<number>, b: readonly number[]): number =>
  b.reduce((most, value, i) => Math.max(most, Math.abs(value - a[i]!)), 0)

describe('components of different depths', () => {
  itNative.each(Object.keys(HIGH_THROUGHPUT))('HTJ2K of %s bits', async (name) => {
    const depths = name.split(', ').map(Number)
    const bytes = Buffer.from(HIGH_THROUGHPUT[name]!, 'base64')
    const image = await codec.decode(bytes)
    expect(image.bitDepth).toBe(Math.max(8, ...depths))
    expect([...samplesOf(image)]).toEqual(ramps(depths, image.bitDepth!))
    expect(probeSync(bytes).bitDepth).toBe(image.bitDepth)
  })

  // Said to be less deep, the DC level shift is less, too (T.800 G.1).
  itNative.each([
    [8, 1],
    [8, 4],
    [16, 1],
    [16, 8],
  ])('RGB of %i bits with alpha of %i', async (bitDepth, less) => {
    const max = 2 ** bitDepth - 1
    const Samples = bitDepth > 8 ? Uint16Array : Uint8Array
    const data = new Samples(width * height * 4).map((_, i) => {
      const code = (i >> 2) % 2 ** less
      return i % 4 === 3 ? code + 2 ** (bitDepth - 1) - 2 ** (less - 1) : (i * 211) % (max + 1)
    })
    const picture = { data, width, height, channels: 4, bitDepth } as const
    const stream = Uint8Array.from(bare.encodeSync(picture))
    stream[ssiz(stream, 3)] = less - 1
    const image = await codec.decode(stream)
    const right = [...data].map((value, i) =>
      i % 4 === 3 ? scaled((i >> 2) % 2 ** less, less, bitDepth) : value,
    )
    expect(image.bitDepth).toBe(bitDepth)
    expect([...samplesOf(image)]).toEqual(right)
  })
})

describe('colours of a file', () => {
  const ht = readFileSync(join(__dirname, '../fixtures/pictures/ht_rgb24_rev.j2c'))
  const [RGB, SYCC] = [enumerated(16), enumerated(18)]

  itNative('HTJ2K that says sYCC is converted', async () => {
    const plain = samplesOf(await codec.decode(ht))
    expect(furthest(samplesOf(await codec.decode(file(ht, SYCC))), rgbOf(plain))).toBeLessThan(2)
    expect([...samplesOf(await codec.decode(file(ht, RGB)))]).toEqual([...plain])
  })

  itNative('the first of two colr boxes counts', async () => {
    const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 37) % 256)
    const stream = bare.encodeSync({ data, width, height, channels: 3 })
    const [first, other] = [file(stream, RGB, SYCC), file(stream, SYCC, RGB)]
    expect([...samplesOf(await codec.decode(first))]).toEqual([...data])
    expect(furthest(samplesOf(await codec.decode(other)), rgbOf(data))).toBeLessThan(2)
  })

  itNative('code points: RGB and BT.601 of full range, others by name', async () => {
    const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 37) % 256)
    const stream = bare.encodeSync({ data, width, height, channels: 3 })
    const points = (matrix: number, range: number) =>
      file(stream, [5, 0, 0, 0, 1, 0, 13, 0, matrix, range])
    expect([...samplesOf(await codec.decode(points(0, 0x80)))]).toEqual([...data])
    expect(furthest(samplesOf(await codec.decode(points(6, 0x80))), rgbOf(data))).toBeLessThan(2)
    for (const [matrix, range] of [
      [1, 0x80],
      [6, 0],
    ] as const) {
      const error = await codecFailure(() => codec.decode(points(matrix, range)))
      expect(error.message).toMatch(`matrix ${matrix}`)
    }
  })

  itNative('what Part 2 adds is refused by name', async () => {
    const at = ssiz(ht, 3) // behind SIZ
    const nlt = [0xff, 0x76, 0, 5, 0, 0, 0]
    const bytes = Buffer.concat([ht.subarray(0, at), Buffer.from(nlt), ht.subarray(at)])
    const error = await codecFailure(() => codec.decode(bytes))
    expect(error).toMatchObject({ code: 'ERR_DECODE' })
    expect(error.message).toContain('NLT')
  })
})
