import { readHeif } from '../../../lib/bitstream/heif'
import { nals } from '../../../lib/bitstream/nal/units'
import { boxes } from '../../../lib/bitstream/bmff'
import { jpegSegments } from '../../../lib/bitstream/jpeg_segments'
import { pngChunks } from '../../../lib/bitstream/png'
import { obus } from '../../../lib/bitstream/obu'

// What a few bytes can ask for is bounded by counts, not by a clock: each of these was minutes of
// work, or gigabytes, before.

const u = (value: number, size: number): number[] =>
  Array.from({ length: size }, (_, i) => Math.floor(value / 256 ** (size - 1 - i)) & 255)

function box(type: string, ...parts: (readonly number[] | Uint8Array)[]): Buffer {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part)))
  return Buffer.concat([Buffer.from(u(body.length + 8, 4)), Buffer.from(type), body])
}

const full = [0, 0, 0, 0]
const infe = (id: number, type: string): Buffer =>
  box('infe', [2, 0, 0, 0], u(id, 2), [0, 0], Buffer.from(type), [0])

/** A file whose item `id` is made, by iloc's construction method 2, of `count` extents of the next. */
function nested(levels: number, count: number): Buffer {
  const ids = Array.from({ length: levels + 1 }, (_, i) => i + 1)
  const extents = ids.flatMap((id) => {
    const last = id === ids.length
    const method = u(last ? 0 : 2, 2)
    const extent = [...u(0, 4), ...u(last ? 1 : 0, 4)]
    const all = Array.from({ length: last ? 1 : count }, () => extent).flat()
    return [...u(id, 2), ...method, 0, 0, ...u(last ? 1 : count, 2), ...all]
  })
  const iloc = box('iloc', [1, 0, 0, 0], [0x44, 0], u(ids.length, 2), extents)
  const iref = ids.slice(1).map((id) => box('iloc', u(id - 1, 2), u(1, 2), u(id, 2)))
  return Buffer.concat([
    box('ftyp', Buffer.from('avif'), full, Buffer.from('avifmif1')),
    box(
      'meta',
      full,
      box('pitm', full, u(1, 2)),
      box('iinf', full, u(ids.length, 2), ...ids.map((id) => infe(id, id === 1 ? 'grid' : 'av01'))),
      iloc,
      box('iref', full, ...iref),
      box('iprp', box('ipco')),
    ),
  ])
}

function code(run: () => unknown): string | undefined {
  try {
    run()
    return undefined
  } catch (error) {
    return (error as { code?: string }).code
  }
}

test('items made of items, five deep: limited, not 1024^5 steps', () => {
  expect(['ERR_LIMIT', 'ERR_DECODE']).toContain(code(() => readHeif(nested(4, 1000))))
})

test.each([
  ['NAL units', () => nals(Buffer.from('000001400100'.repeat(20000), 'hex'), 'HEVC')],
  ['boxes', () => [...boxes(Buffer.from('0000000866726565'.repeat(70000), 'hex'))]],
  ['OBUs', () => obus(Buffer.from('1200'.repeat(70000), 'hex'))],
  ['JPEG segments', () => jpegSegments(Buffer.from('ffd8' + 'fffe0002'.repeat(70000), 'hex'))],
  ['PNG chunks', () => pngChunks(manyChunks())],
])('too many %s are ERR_LIMIT', (_, read) => {
  expect(code(read)).toBe('ERR_LIMIT')
})

function manyChunks(): Buffer {
  const ihdr = Buffer.from('0000000d49484452' + '00'.repeat(13 + 4), 'hex')
  const text = Buffer.from('0000000074455874' + '00'.repeat(4), 'hex')
  const signature = Buffer.from('89504e470d0a1a0a', 'hex')
  return Buffer.concat([signature, ihdr, ...Array.from({ length: 70000 }, () => text)])
}
