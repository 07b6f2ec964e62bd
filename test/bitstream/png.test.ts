import { concat } from '../../lib/bitstream/bytes'
import { crc32 } from '../../lib/bitstream/crc32'
import { inspectPng, pngSize, verifyPng } from '../../lib/bitstream/png'
import { encode, recipes } from '../fixtures/bitstream/streams'
import { expectDamage, inserted, names, offsetOf, patched, text } from '../helpers/stream_bytes'

const stream = (recipe: string): Uint8Array => encode(recipes[recipe]!.args, 97, 65)

describe('PNG', () => {
  const png = (): Uint8Array => stream('png')
  const chunk = (type: string, body: Uint8Array): Uint8Array => {
    const bytes = Buffer.alloc(12 + body.length)
    bytes.writeUInt32BE(body.length, 0)
    bytes.write(type, 4, 'latin1')
    bytes.set(body, 8)
    bytes.writeUInt32BE(crc32(bytes, 4, 8 + body.length), 8 + body.length)
    return bytes
  }
  const at = (name: string): number => offsetOf(inspectPng(png()), name)

  test('CRC-32 of the check string of its catalogue', () => {
    expect(crc32(text('123456789'))).toBe(0xcbf43926)
    expect(crc32(text('..123456789.'), 2, 11)).toBe(0xcbf43926)
    expect(crc32(new Uint8Array(0))).toBe(0)
  })

  test('every chunk in three parts', () => {
    const found = inspectPng(png())
    expect(found.slice(0, 4)).toEqual([
      { kind: 'container', name: 'signature', offset: 0, length: 8 },
      { kind: 'container', name: 'IHDR length and type', offset: 8, length: 8 },
      { kind: 'header', name: 'IHDR', offset: 16, length: 13 },
      { kind: 'container', name: 'IHDR CRC', offset: 29, length: 4 },
    ])
    expect(names(found).slice(-2)).toEqual(['IEND length and type', 'IEND CRC'])
  })

  test('text is sei, XMP and profiles are metadata', () => {
    const more = [
      chunk('tEXt', text('Software\0x')),
      chunk('iTXt', text('XML:com.adobe.xmp\0\0\0\0\0<x/>')),
      chunk('iTXt', text('Title\0\0\0\0\0x')),
      chunk('iCCP', text('x')),
      chunk('tRNS', text('123456')),
    ]
    const file = inserted(png(), 33, concat(more))
    const kinds = inspectPng(file)
      .slice(4, 4 + 15)
      .filter((_, i) => i % 3 === 1)
    expect(kinds.map(({ kind, name }) => [kind, name])).toEqual([
      ['sei', 'tEXt'],
      ['metadata', 'iTXt'],
      ['sei', 'iTXt'],
      ['metadata', 'iCCP'],
      ['header', 'tRNS'],
    ])
    expect(() => verifyPng(file)).not.toThrow()
  })

  test('data after IEND is shown', () => {
    const found = inspectPng(concat([png(), text('more')]))
    expect(found.at(-1)).toMatchObject({ kind: 'container', name: 'data after IEND', length: 4 })
  })

  test.each<[string, () => Uint8Array, RegExp]>([
    ['no signature', () => patched(png(), 1, 0), /does not begin with its signature/],
    ['no IHDR', () => concat([png().subarray(0, 8), png().subarray(33)]), /begin with an IHDR/],
    ['no IEND', () => png().subarray(0, -12), /ends without IEND/],
    ['a chunk past the end', () => patched(png(), at('IDAT') - 8, 1), /"IDAT" passes the end/],
    ['a wrong CRC', () => patched(png(), at('IDAT CRC'), 1, 2, 3, 4), /IDAT at \d+ has a wrong/],
    ['width 0', () => withIhdr(0), /picture size is 0x65/],
    ['no data', () => concat([png().subarray(0, 33), png().subarray(-12)]), /no picture data/],
  ])('%s', (_name, make, message) => expectDamage(() => verifyPng(make()), message))

  const withIhdr = (width: number): Uint8Array => {
    const body = Buffer.from(png().slice(16, 29))
    body.writeUInt32BE(width, 0)
    return concat([png().subarray(0, 8), chunk('IHDR', body), png().subarray(33)])
  }

  test('the size needs no CRC', () => {
    expect(pngSize(patched(png(), 30, 0))).toEqual({ width: 97, height: 65 })
  })
})
