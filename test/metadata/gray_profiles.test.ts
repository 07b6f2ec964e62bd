import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCodec, readMetadata, writeImageSync, writeMetadata } from '../../lib'
import { codecFailureSync } from '../helpers/failures'
import { iccProfile } from '../helpers/icc_profile'

const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-gray-profiles-'))
afterAll(() => rmSync(folder, { recursive: true }))
const spaceOf = (icc?: Uint8Array): string => Buffer.from(icc?.subarray(16, 20) ?? []).toString()

/** A profile whose device side is of this colour space; no more of it is looked at. */
function profileOf(space: string): Uint8Array {
  const icc = Uint8Array.from(iccProfile())
  icc.set(Buffer.from(space), 16)
  return icc
}

const pictureOf = (channels: number) => ({
  data: Uint8Array.from({ length: 64 * channels }, (_, i) => (i * 7) % 256),
  width: 8,
  height: 8,
  channels,
})

function fileOf(extension: string, channels: number): Uint8Array {
  const path = join(folder, `a.${extension}`)
  writeImageSync(path, pictureOf(channels))
  return readFileSync(path)
}

describe.each(['png', 'jpg', 'jp2', 'avif', 'heic', 'bpg', 'tiff'])('%s', (extension) => {
  test('a profile of gray goes into a gray picture, and into none of colours', () => {
    const icc = profileOf('GRAY')
    expect(spaceOf(readMetadata(writeMetadata(fileOf(extension, 1), { icc })).icc)).toBe('GRAY')
    const failure = codecFailureSync(() => writeMetadata(fileOf(extension, 3), { icc }))
    expect(failure).toMatchObject({
      code: 'ERR_ENCODE',
      message: expect.stringContaining('an ICC profile of GRAY does not fit') as string,
    })
  })
})

test('WebP has no gray: a profile of gray is left out of it', () => {
  const webp = createCodec('webp')
  const image = { ...pictureOf(1), metadata: { icc: profileOf('GRAY') } }
  expect(readMetadata(webp.encodeSync(image)).icc).toBeUndefined()
  for (const channels of [1, 3, 4]) {
    const file = fileOf('webp', channels)
    expect(() => writeMetadata(file, { icc: profileOf('GRAY') })).toThrow(/does not fit/)
    expect(spaceOf(readMetadata(writeMetadata(file, { icc: profileOf('RGB ') })).icc)).toBe('RGB ')
  }
})

test('gray coded as colours has no profile of gray', () => {
  const codec = createCodec('avif', { pixelFormat: 'yuv420p' })
  const image = { ...pictureOf(1), metadata: { icc: profileOf('GRAY') } }
  expect(readMetadata(codec.encodeSync(image)).icc).toBeUndefined()
})
