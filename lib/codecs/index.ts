// The ordered list of codecs: one line each makes the class and enters it into the registry.
import { codec } from '../registry'
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
import { webp } from './webp'
import { x264 } from './x264'
import { x265 } from './x265'

export class X264 extends codec(x264) {}
export class X265 extends codec(x265) {}
export class AV1 extends codec(av1) {}
export class WebP extends codec(webp) {}
export class JPEG extends codec(jpeg) {}
export class MJPEG extends codec(mjpeg) {}
export class JPEG2000 extends codec(jpeg2000) {}
export class BPG extends codec(bpg) {}
export class H265 extends codec(h265) {}
export class AVIF extends codec(avif) {}
export class HEIC extends codec(heic) {}
export class JXL extends codec(jxl) {}
export class VP9 extends codec(vp9) {}
export class PNG extends codec(png) {}
export class QOI extends codec(qoi) {}
