import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCodec, readImage, writeImage } from '../../../lib'
import { report, sweep } from '../../../lab'
import { makePicture } from '../../helpers/pictures'
import { itWhere } from '../../helpers/where'
import '../processes'

// Pictures with alpha, gray ones and such of 16 bits are shown as they were measured.

const available = createCodec('webp').available() && createCodec('jpeg2000').available()

itWhere(available, 'no WebP or JPEG 2000')(
  'each kind of picture, in the report to the last bit',
  async () => {
    const base = mkdtempSync(join(tmpdir(), 'nodecodecs-alpha-'))
    try {
      const [pictures, out] = [join(base, 'pictures'), join(base, 'out')]
      mkdirSync(pictures)
      const size = { width: 48, height: 40 }
      const clear = makePicture({ ...size, channels: 4 })
      for (let i = 3; i < clear.data.length; i += 8) clear.data[i] = 0
      await writeImage(join(pictures, 'clear.png'), clear)
      await writeImage(join(pictures, 'gray.png'), makePicture({ ...size, channels: 1 }))
      await writeImage(join(pictures, 'deep.png'), makePicture({ ...size, bitDepth: 16 }))
      const codecs = ['webp', 'jpeg2000']
      const given = { pictures: [pictures], codecs, points: 2, metrics: ['psnr'], out }
      for await (const row of sweep(given)) expect(row).not.toHaveProperty('error')
      const page = join(base, 'report.html')
      const found = await report(out, { out: page, pictures: [pictures], rates: [1] })
      expect(found.pictures.notes).toEqual([])
      const files = readdirSync(join(base, 'report_pictures'))
      for (const name of ['clear.png', 'gray.png', 'deep.png']) {
        const kept = files.filter((file) => file === `${name}.webp` || file === `${name}.png`)
        expect(kept).toHaveLength(1)
        const [shown, original] = await Promise.all([
          readImage(join(base, 'report_pictures', kept[0]!)),
          readImage(join(pictures, name)),
        ])
        if (name !== 'gray.png') expect(shown.data).toEqual(original.data)
      }
    } finally {
      rmSync(base, { recursive: true })
    }
  },
)
