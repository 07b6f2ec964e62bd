import type { ProgramDescription } from '../../lib/index'
import { aomenc } from './aomenc'
import { cjxl } from './cjxl'
import { hm } from './hm'
import { kvazaar } from './kvazaar'
import { openjpeg } from './openjpeg'
import { openjph } from './openjph'
import { svtav1 } from './svtav1'
import { vtm } from './vtm'
import { vvenc } from './vvenc'

/**
 * Templates of well-known programs, by name: what `--codec NAME` takes beside the library's codecs,
 * and `defineCodec(programs.vtm)`.
 */
export const programs: Readonly<Record<string, ProgramDescription>> = Object.fromEntries(
  [vtm, hm, vvenc, kvazaar, svtav1, aomenc, cjxl, openjpeg, openjph].map((one) => [one.name, one]),
)
