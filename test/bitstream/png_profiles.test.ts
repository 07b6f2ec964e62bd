import * as zlib from 'node:zlib'
import { pngChunk } from '../../lib/bitstream/png'
import { ancillaryFaults } from '../../lib/bitstream/png_ancillary'
import { PNG, readMetadata } from '../../lib/index'
import { iccProfile } from '../helpers/icc_profile'
import { makePicture } from '../helpers/pictures'

// A PNG may have one profile. Of thousands, each of which says 16 MiB, only the first is decompressed:
// they held the event loop for a second.

const png = new PNG().encodeSync(makePicture({ width: 8, height: 8 }))
const chunkOf = (profile: Uint8Array) =>
  pngChunk('iCCP', Buffer.from('x\0\0'), zlib.deflateSync(profile, { level: 9 }))
const holding = (...chunks: Uint8Array[]) =>
  Uint8Array.from(Buffer.concat([png.subarray(0, 33), ...chunks, png.subarray(33)]))

test('the first counts, the others are told', () => {
  const bytes = holding(chunkOf(iccProfile()), chunkOf(new Uint8Array(200)))
  expect(readMetadata(bytes).icc).toEqual(Uint8Array.from(iccProfile()))
  const [fault, ...more] = ancillaryFaults(bytes)
  expect(fault).toMatch(/^chunk iCCP at \d+ is not the first of its kind$/)
  expect(more).toEqual([])
})

test('of hundreds of 16 MiB: no other is looked into', () => {
  const large = chunkOf(new Uint8Array(2 ** 24))
  const bytes = holding(chunkOf(iccProfile()), ...Array<Uint8Array>(500).fill(large))
  const faults = ancillaryFaults(bytes)
  expect(faults).toHaveLength(17)
  for (const fault of faults.slice(0, 16)) expect(fault).toMatch(/is not the first of its kind$/)
  expect(faults.at(-1)).toBe('and 484 more chunks like these')
})
