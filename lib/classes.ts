// Generated from the codec table by `node util/tables.js`: one class per codec.

import { codecClass } from './registry'

/** H.264 / AVC by libx264, raw Annex B stream. */
export class X264 extends codecClass('x264') {}

/** H.265 / HEVC by libx265, raw Annex B stream. */
export class X265 extends codecClass('x265') {}

/** AV1 by libaom, SVT-AV1 or rav1e, OBU stream or IVF. */
export class AV1 extends codecClass('av1') {}

/** WebP by libwebp, lossy and lossless. */
export class WebP extends codecClass('webp') {}

/** JPEG by libjpeg-turbo: byte-identical to cjpeg -quality N. */
export class JPEG extends codecClass('jpeg') {}

/** JPEG by FFmpeg's own encoder (PyCodecs' JPEG through ffmpeg). */
export class MJPEG extends codecClass('mjpeg') {}

/** JPEG 2000 by OpenJPEG or FFmpeg's own encoder, JP2 file or bare codestream. */
export class JPEG2000 extends codecClass('jpeg2000') {}

/** BPG: HEVC by libx265 in BPG's own file. */
export class BPG extends codecClass('bpg') {}

/** BPG by bpgenc -e jctvc (PyCodecs' H265). */
export class H265 extends codecClass('h265') {}

/** AVIF: AV1 by libaom, SVT-AV1 or rav1e in a file that browsers open. */
export class AVIF extends codecClass('avif') {}

/** HEIC: HEVC by libx265 in a file that phones and desktops open. */
export class HEIC extends codecClass('heic') {}

/** JPEG XL by libjxl. */
export class JXL extends codecClass('jxl') {}

/** VP9 by libvpx, one frame in IVF. */
export class VP9 extends codecClass('vp9') {}

/** PNG: a lossless anchor. */
export class PNG extends codecClass('png') {}

/** QOI: a fast lossless anchor, 8 bit. */
export class QOI extends codecClass('qoi') {}
