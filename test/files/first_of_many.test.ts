import '../lab/processes'
import { writeFileSync } from 'node:fs'
import { decode, encode, PNG, probeSync, readImage, readImageSync } from '../../lib'
import { crc32 } from '../../lib/bitstream/crc32'
import { pngChunks } from '../../lib/bitstream/png'
import { tiffPages } from '../../lib/bitstream/tiff'
import { tiffDirectory } from '../../lib/bitstream/tiff/directory'
import { pictureFolder } from '../helpers/cli_pictures'
import { makePicture } from '../helpers/pictures'
import { runCli } from '../helpers/run_cli'
import { tiffFile } from '../helpers/tiff_builder'
import { gray, layouts } from '../helpers/tiff_pictures'

// A file of several pictures: the first is read, and the result says so. It is no damage.

const still = new PNG().encodeSync(makePicture({ width: 24, height: 16 }))

function animated(frames: number): Uint8Array {
  const at = pngChunks(still)[1]!.start
  const control = [0, 0, 0, 8, ...Buffer.from('acTL'), 0, 0, 0, frames, 0, 0, 0, 0]
  const crc = Buffer.alloc(4)
  crc.writeUInt32BE(crc32(Uint8Array.from(control.slice(4))))
  return Buffer.concat([still.subarray(0, at), Buffer.from(control), crc, still.subarray(at)])
}

/** The file with its directory once more, `more` times, each behind the other. */
function withPages(file: Uint8Array, more: number): Uint8Array {
  const { offset, end, big } = tiffDirectory(file)
  const little = file[0] === 0x49
  const word = big ? 8 : 4
  const link = (bytes: Buffer, at: number, to: number) => {
    const low = little || !big ? at : at + 4
    if (little) bytes.writeUInt32LE(to, low)
    else bytes.writeUInt32BE(to, low)
  }
  let all = Buffer.from(file)
  let last = end - word
  for (let i = 0; i < more; i++) {
    if (all.length % 2) all = Buffer.concat([all, Buffer.alloc(1)])
    link(all, last, all.length)
    last = all.length + end - offset - word
    const copy = Buffer.from(file.subarray(offset, end))
    all = Buffer.concat([all, copy])
  }
  return Uint8Array.from(all)
}

test.each(layouts)('pages of a TIFF file: %s', (_, more) => {
  const file = tiffFile(gray(8, more))
  expect(tiffPages(file)).toBe(1)
  const three = withPages(file, 2)
  expect([tiffPages(three), probeSync(three).frames]).toEqual([3, 3])
  const image = readImageSync(three)
  expect(image.data).toEqual(readImageSync(file).data)
  expect(image.warnings).toEqual(['tiff: the first of 3 pictures is read'])
})

test('thumbnails and masks are no pages, and chains may be damaged', () => {
  for (const [type, pages] of [[0, 2], [1, 1], [2, 2], [4, 1]] as const) {
    expect(tiffPages(withPages(tiffFile(gray(8, { shorts: { 254: [type] } })), 1))).toBe(pages)
  } // prettier-ignore
  const file = tiffFile(gray(8))
  const { offset, end } = tiffDirectory(file)
  const linked = (to: number) => {
    const bytes = Buffer.from(file)
    bytes.writeUInt32LE(to, end - 4)
    return Uint8Array.from(bytes)
  }
  expect(tiffPages(linked(file.length + 10))).toBe(1)
  expect(tiffPages(linked(file.length - 1))).toBe(1)
  expect(tiffPages(linked(offset))).toBe(2) // a page that is its own successor
})

describe('an animated PNG', () => {
  const warnings = ['png: the first of 5 pictures is read']

  test('says so by every call, and strict leaves it', async () => {
    for (const options of [{}, { strict: true }, { isolate: true }]) {
      expect((await readImage(animated(5), options)).warnings).toEqual(warnings)
      expect((await decode(animated(5), options)).warnings).toEqual(warnings)
      expect((await encode(animated(5), { codec: 'qoi', ...options })).warnings).toEqual(warnings)
    }
    expect((await readImage(animated(1))).warnings).toBeUndefined()
  })

  const at = pictureFolder({})
  test('says so on stderr, once', async () => {
    writeFileSync(at('a.png'), animated(5))
    for (const args of [
      ['decode', at('a.png'), at('b.bmp')],
      ['encode', at('a.png'), at('b.qoi')],
    ]) {
      const { code, stderr } = await runCli(args, { timeout: 60_000 })
      expect([code, stderr]).toEqual([0, `nodecodecs: ${at('a.png')}: ${warnings[0]}\n`])
    }
  })
})
