import { av1 } from './av1'
import { avif } from './avif'
import { bpg, h265 } from './bpg'
import { heic } from './heic'
import { jpeg } from './jpeg'
import { jpeg2000 } from './jpeg2000'
import { jxl } from './jxl'
import { mjpeg } from './mjpeg'
import { png } from './png'
import { qoi } from './qoi'
import { vp9 } from './vp9'
import { vvc } from './vvc'
import { webp } from './webp'
import { x264 } from './x264'
import { x265 } from './x265'

/** Every codec, in the order in which lists show them; a new codec is one line. */
export const codecTable = [
  x264,
  x265,
  av1,
  webp,
  jpeg,
  mjpeg,
  jpeg2000,
  bpg,
  h265,
  avif,
  heic,
  jxl,
  vp9,
  vvc,
  png,
  qoi,
] as const
