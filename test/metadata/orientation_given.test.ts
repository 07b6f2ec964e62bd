import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { readMetadata, writeMetadata } from '../../lib/files/metadata'
import { exifOrientation, orientedExif } from '../../lib/metadata/orientation'
import { failureSync } from '../helpers/failures'
import { run } from '../helpers/ffmpeg_streams'
import { inFolder } from '../helpers/heif_programs'
import { files, given } from '../helpers/metadata_files'
import { itWhere } from '../helpers/where'

// `writeMetadata(file, { orientation })` says it in the file's Exif; it was passed over.

const turnedByBoxes = ['jxl', 'avif', 'heic']
const byExif = files.filter(([, extension]) => !turnedByBoxes.includes(extension))
const byBoxes = files.filter(([, extension]) => turnedByBoxes.includes(extension))

describe.each(byExif)('%s', (_name, _extension, bytes) => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])('%i, without Exif and with one', (orientation) => {
    const bare = readMetadata(writeMetadata(bytes, { orientation }))
    expect(bare.orientation ?? 1).toBe(orientation)
    const { exif } = given
    for (const file of [writeMetadata(bytes, { exif }), bytes]) {
      const found = readMetadata(writeMetadata(file, { orientation, exif }))
      expect(found.orientation).toBe(orientation)
      expect(found.exif).toHaveLength(exif.length)
    }
  })

  test('null takes the Exif out, and leaves what is said beside', () => {
    const file = writeMetadata(bytes, { exif: given.exif })
    const { exif, orientation } = readMetadata(writeMetadata(file, { exif: null, orientation: 8 }))
    expect(orientation).toBe(8)
    expect(exif).toHaveLength(26) // a header and an IFD of one entry
    expect(readMetadata(writeMetadata(file, { exif: null, orientation: 1 }))).not.toHaveProperty(
      'exif',
    )
  })
})

test.each(byBoxes)('%s says it elsewhere', (_name, _extension, bytes) => {
  expect(writeMetadata(bytes, { orientation: 1 })).toEqual(writeMetadata(bytes, {}))
  expect(failureSync(() => writeMetadata(bytes, { orientation: 6 }))).toMatchObject({
    code: 'ERR_ENCODE',
    message: expect.stringMatching(/^writeMetadata.orientation: \w+ says it elsewhere/) as string,
  })
})

test.each([
  [0, RangeError],
  [9, RangeError],
  [1.5, RangeError],
  [NaN, RangeError],
  ['6', TypeError],
  [{}, TypeError],
])('%p is no orientation', (orientation, kind) => {
  const change = { orientation } as { orientation: number }
  const error = failureSync(() => writeMetadata(files[0]![2], change))
  expect(error).toBeInstanceOf(kind)
  expect(error.message).toMatch(/^writeMetadata.orientation: expected a whole number from 1 to 8/)
})

describe('Exif that has none', () => {
  /** Make ("AB"), and what `more` is, in an IFD that begins at 8. */
  const make = [0x0f, 1, 2, 0, 3, 0, 0, 0, 0x41, 0x42, 0, 0]
  const width = [0, 1, 3, 0, 1, 0, 0, 0, 7, 0, 0, 0]
  const resolution = [0x28, 1, 3, 0, 1, 0, 0, 0, 2, 0, 0, 0]
  const exifOf = (...entries: number[][]) =>
    Uint8Array.from([
      ...[0x49, 0x49, 42, 0, 8, 0, 0, 0, entries.length, 0],
      ...entries.flat(),
      ...[0, 0, 0, 0],
    ])

  test.each([
    ['none', exifOf()],
    ['those below', exifOf(width, make)],
    ['those above', exifOf(resolution)],
    ['both', exifOf(width, make, resolution)],
    ['an odd length', Uint8Array.from([...exifOf(make), 1])],
  ])('among entries: %s', (_what, exif) => {
    const written = orientedExif(exif, 5)
    expect(exifOrientation(written)).toBe(5)
    expect(written.subarray(8, exif.length)).toEqual(exif.subarray(8)) // offsets stay true
    const start = new DataView(written.buffer).getUint32(4, true)
    const count = written[start]!
    const view = new DataView(written.buffer)
    const tags = Array.from({ length: count }, (_, i) => view.getUint16(start + 2 + 12 * i, true))
    expect(tags).toEqual([...tags].sort((a, b) => a - b))
    expect(count).toBe(exif[8]! + 1)
  })

  itWhere(!spawnSync('exiftool', ['-ver']).error, 'needs exiftool')('read by exiftool', () => {
    inFolder((path) => {
      const name = path('a.jpg')
      writeFileSync(
        name,
        writeMetadata(files[0]![2], { exif: exifOf(make, resolution), orientation: 7 }),
      )
      const told = run('exiftool', ['-json', '-n', '-Make', '-Orientation', '-Warning', name])
      expect(JSON.parse(told.toString())[0]).toMatchObject({ Make: 'AB', Orientation: 7 })
      expect(told.toString()).not.toContain('Warning')
    })
  })

  test.each([
    ['no TIFF header', Buffer.from('JFIF0000000000000000')],
    ['an IFD cut off', exifOf(make).subarray(0, 16)],
    ['an offset past the end', Uint8Array.from([0x4d, 0x4d, 0, 42, 0, 1, 0, 0])],
  ])('%s: ERR_DECODE', (_what, exif) => {
    expect(failureSync(() => orientedExif(exif, 6))).toMatchObject({ code: 'ERR_DECODE' })
  })
})

test('all that readMetadata gives may be given back', () => {
  const bytes = files[0]![2]
  const told = { ...readMetadata(writeMetadata(bytes, given)), warnings: ['a profile is coded'] }
  expect(readMetadata(writeMetadata(bytes, told))).toMatchObject({ orientation: 6 })
})
