import { jpeg as kind } from '../formats'
import { plainJpeg } from '../bitstream/jpeg'
import { preciseSamples } from './jpeg_precise'

/** What every codec of JPEG files says alike. */
export const jpegFiles = {
  formats: {
    jpeg: {
      kind,
      extension: '.jpg',
      aliases: ['.jpeg', '.jfif', '.jpe'],
      demuxer: 'jpeg_pipe',
    },
  },
  colour: { matrix: 'bt601', range: 'full' },
  geometry: () => ({ maxWidth: 65500, maxHeight: 65500 }),
  stream: { plain: plainJpeg, coded: preciseSamples },
} as const
