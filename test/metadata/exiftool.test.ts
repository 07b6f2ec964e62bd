import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { readMetadata, writeMetadata } from '../../lib/files/metadata'
import { exifOrientation } from '../../lib/metadata/orientation'
import { run } from '../helpers/ffmpeg_streams'
import { inFolder } from '../helpers/heif_programs'
import { files, given, pick } from '../helpers/metadata_files'

const exiftool = (args: string[]): Buffer => run('exiftool', args)
const haveExiftool = !spawnSync('exiftool', ['-ver']).error
const describeExiftool = haveExiftool ? describe : describe.skip

describeExiftool(
  `exiftool${haveExiftool ? '' : " (skipped: no exiftool, of Debian's libimage-exiftool-perl)"}`,
  () => {
    test.each(files)('reads what we write into %s', (_, extension, bytes, kinds) => {
      inFolder((path) => {
        const name = path(`a.${extension}`)
        writeFileSync(name, writeMetadata(bytes, pick(given, kinds)))
        const tags = JSON.parse(
          exiftool([
            '-json',
            '-n',
            '-Orientation',
            '-Format',
            '-ProfileDescription',
            '-Warning',
            name,
          ]).toString(),
        )[0]
        expect(tags).toMatchObject({ Orientation: 6, Format: 'image/test' })
        if (kinds.includes('icc')) {
          expect(tags.ProfileDescription).toBe('test RGB')
          expect(exiftool(['-b', '-icc_profile', name])).toEqual(Buffer.from(given.icc))
        }
        expect(tags.Warning).toBeUndefined()
      })
    })

    const writable = files.filter(([, extension]) => extension !== 'bpg')
    test.each(writable)('writes into %s what we read', (_, extension, bytes) => {
      inFolder((path) => {
        const name = path(`a.${extension}`)
        writeFileSync(name, bytes)
        writeFileSync(path('a.icc'), given.icc)
        // exiftool 12 writes no profile into HEIF; avifenc's is read in heif_read.test.ts.
        const icc = ['jpg', 'png', 'webp'].includes(extension)
        exiftool([
          ...[
            '-q',
            '-m',
            '-overwrite_original',
            '-n',
            '-Exif:Orientation=8',
            '-XMP-dc:Format=image/theirs',
          ],
          ...(icc ? [`-icc_profile<=${path('a.icc')}`] : []),
          name,
        ])
        const read = readMetadata(readFileSync(name))
        expect(exifOrientation(read.exif!)).toBe(8)
        expect(Buffer.from(read.xmp!).toString()).toContain('image/theirs')
        if (icc) expect(Buffer.from(read.icc!)).toEqual(Buffer.from(given.icc))
      })
    })
  },
)
