import { deflateSync } from 'node:zlib'
import { createCodec, probeSync, readImage, readImageSync } from '../../lib'
import { readMetadata, writeMetadata } from '../../lib'
import { pngChunk } from '../../lib/bitstream/png'
import { makePicture } from '../helpers/pictures'
import { itWhere } from '../helpers/where'

// One kind of metadata that is damaged costs no other: the picture is upright, its profile is there.

const picture = makePicture({ width: 24, height: 16, channels: 3 })
const turned = [24, 16, 3]
const damaged = expect.objectContaining({ code: 'ERR_DECODE' }) as Error

/** XMP that says it is compressed, and is not. */
function pngOfBadXmp(compressed: Uint8Array = Buffer.from('no zlib')): Uint8Array {
  const icc = readMetadata(createCodec('png').encodeSync(picture, { metadata: { icc: profile() } }))
  const file = writeMetadata(createCodec('png').encodeSync(picture), { ...icc, orientation: 6 })
  const keyword = Buffer.from('XML:com.adobe.xmp\0\x01\0\0\0')
  const xmp = pngChunk('iTXt', Buffer.concat([keyword, compressed]))
  return Buffer.concat([file.subarray(0, 33), xmp, file.subarray(33)])
}

/** A profile of several segments, the second of which says that there are nine. */
function jpegOfBadProfile(): Uint8Array {
  const bytes = createCodec('jpeg').encodeSync(picture)
  const given = { icc: profile(150_000), xmp: '<x:xmpmeta/>', orientation: 6 }
  const file = Buffer.from(writeMetadata(bytes, given))
  const second = file.indexOf('ICC_PROFILE\0', file.indexOf('ICC_PROFILE\0') + 1)
  file[second + 13] = 9
  return file
}

/** What begins as an ICC profile of RGB. */
function profile(length = 300): Uint8Array {
  const icc = Buffer.alloc(length)
  icc.writeUInt32BE(length, 0)
  icc.write('mntrRGB XYZ ', 12)
  icc.write('acsp', 36)
  return icc
}

test.each([
  ['PNG of damaged XMP', () => pngOfBadXmp(), ['icc', 'exif']],
  ['JPEG of a damaged profile', jpegOfBadProfile, ['exif', 'xmp']],
] as const)('%s', async (_, make, kinds) => {
  const file = make()
  const [shown, later] = [readImageSync(file), await readImage(file)]
  for (const { shape, warnings } of [shown, later]) {
    expect(shape).toEqual(turned)
    expect(warnings).toEqual([expect.stringMatching(/metadata is damaged and left out/)])
  }
  const { orientation, icc, warnings } = probeSync(file)
  expect([orientation, icc !== undefined]).toEqual([6, kinds.includes('icc' as never)])
  expect(warnings).toEqual([expect.stringMatching(/metadata cannot be read/)])
  expect(() => readMetadata(file)).toThrow(damaged)
  expect(() => writeMetadata(file, { xmp: null })).toThrow(damaged)
  expect(() => readImageSync(file, { metadata: true })).toThrow(damaged)
})

itWhere(createCodec('avif').available(), 'no avif here')('the profile goes along', () => {
  const avif = createCodec('avif').encodeSync(pngOfBadXmp())
  expect(readMetadata(avif).icc).toEqual(Uint8Array.from(profile()))
})

test('what is too long is not called damaged', async () => {
  const file = pngOfBadXmp(deflateSync(Buffer.alloc(2 ** 24 + 1)))
  for (const { shape, warnings } of [readImageSync(file), await readImage(file)]) {
    expect(shape).toEqual(turned)
    expect(warnings).toEqual([expect.stringMatching(/metadata is too long and left out/)])
  }
})
