import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readImage, readImageSync, readMetadata, writeImage, writeMetadata } from '../../lib'
import { codeOf } from '../helpers/failures'
import { inFolder } from '../helpers/heif_programs'
import { given } from '../helpers/metadata_files'
import { makePicture } from '../helpers/pictures'
import { tiffFile } from '../helpers/tiff_builder'
import { gray } from '../helpers/tiff_pictures'
import { itWhere } from '../helpers/where'

const { icc, xmp, exif } = given
const forms = [true, false].flatMap((little) => [false, true].map((big) => ({ little, big })))

describe.each(forms)('TIFF, %o', (form) => {
  const file = tiffFile(gray(8, form))

  test('a profile and XMP are added, and the picture stays', () => {
    const written = writeMetadata(file, { icc, xmp })
    const read = readMetadata(written)
    expect(Buffer.from(read.icc!)).toEqual(Buffer.from(icc))
    expect(Buffer.from(read.xmp!)).toEqual(Buffer.from(xmp))
    expect(readImageSync(written).data).toEqual(readImageSync(file).data)
    const short = writeMetadata(file, { xmp: 'abc' }) // within the entry
    expect(Buffer.from(readMetadata(short).xmp!).toString()).toBe('abc')
  })

  const exiftool = !spawnSync('exiftool', ['-ver']).error
  itWhere(exiftool, 'no exiftool')('exiftool reads them', () => {
    inFolder((path) => {
      const name = path('a.tif')
      writeFileSync(name, writeMetadata(file, { icc, xmp }))
      const out = spawnSync('exiftool', [
        '-json',
        '-ProfileDescription',
        '-Format',
        '-Warning',
        name,
      ])
      const [tags] = JSON.parse(out.stdout.toString()) as [Record<string, unknown>]
      expect(tags).toMatchObject({ ProfileDescription: 'test RGB', Format: 'image/test' })
      expect(tags['Warning']).toBeUndefined()
    })
  })
})

test('what is there is not replaced, and Exif is not written', () => {
  const file = writeMetadata(tiffFile(gray(8)), { icc })
  for (const change of [{ icc }, { icc: null }, { exif }]) {
    expect(codeOf(() => writeMetadata(file, change))).toBe('ERR_ENCODE')
  }
  expect(writeMetadata(file, { xmp: null, exif: null })).toEqual(file)
})

test('a picture keeps its profile on its way into a TIFF file', async () => {
  const picture = Object.assign(makePicture({ width: 20, height: 10 }), { metadata: { icc } })
  const path = join(tmpdir(), 'a.tif')
  await writeImage(path, picture)
  const { metadata, warnings, data } = await readImage(path)
  expect(Buffer.from(metadata!.icc!)).toEqual(Buffer.from(icc))
  expect(warnings).toBeUndefined()
  expect(data).toEqual(picture.data)
})
