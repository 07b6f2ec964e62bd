// Generated from the codec table by `node util/tables.js`: one class per codec.

import { Codec } from './codec'
import { findDescriptor } from './registry'
import type {
  X264Options,
  X265Options,
  AV1Options,
  WebPOptions,
  JPEGOptions,
  MJPEGOptions,
  JPEG2000Options,
  BPGOptions,
  H265Options,
  AVIFOptions,
  HEICOptions,
  JXLOptions,
  VP9Options,
  VVCOptions,
  PNGOptions,
  QOIOptions,
} from './options/types'

/** H.264 / AVC by libx264, raw Annex B stream. */
export class X264 extends Codec {
  constructor(options: X264Options = {}) {
    super(findDescriptor('x264'), options)
  }
}

/** H.265 / HEVC by libx265, raw Annex B stream. */
export class X265 extends Codec {
  constructor(options: X265Options = {}) {
    super(findDescriptor('x265'), options)
  }
}

/** AV1 by libaom, SVT-AV1 or rav1e, OBU stream or IVF. */
export class AV1 extends Codec {
  constructor(options: AV1Options = {}) {
    super(findDescriptor('av1'), options)
  }
}

/** WebP by libwebp, lossy and lossless. */
export class WebP extends Codec {
  constructor(options: WebPOptions = {}) {
    super(findDescriptor('webp'), options)
  }
}

/** JPEG by libjpeg-turbo: byte-identical to cjpeg -quality N. */
export class JPEG extends Codec {
  constructor(options: JPEGOptions = {}) {
    super(findDescriptor('jpeg'), options)
  }
}

/** JPEG by FFmpeg's own encoder (PyCodecs' JPEG through ffmpeg). */
export class MJPEG extends Codec {
  constructor(options: MJPEGOptions = {}) {
    super(findDescriptor('mjpeg'), options)
  }
}

/** JPEG 2000 by OpenJPEG or FFmpeg's own encoder, JP2 file or bare codestream. */
export class JPEG2000 extends Codec {
  constructor(options: JPEG2000Options = {}) {
    super(findDescriptor('jpeg2000'), options)
  }
}

/** BPG: HEVC by libx265 in BPG's own file. */
export class BPG extends Codec {
  constructor(options: BPGOptions = {}) {
    super(findDescriptor('bpg'), options)
  }
}

/** BPG by bpgenc -e jctvc (PyCodecs' H265). */
export class H265 extends Codec {
  constructor(options: H265Options = {}) {
    super(findDescriptor('h265'), options)
  }
}

/** AVIF: AV1 by libaom, SVT-AV1 or rav1e in a file that browsers open. */
export class AVIF extends Codec {
  constructor(options: AVIFOptions = {}) {
    super(findDescriptor('avif'), options)
  }
}

/** HEIC: HEVC by libx265 in a file that phones and desktops open. */
export class HEIC extends Codec {
  constructor(options: HEICOptions = {}) {
    super(findDescriptor('heic'), options)
  }
}

/** JPEG XL by libjxl. */
export class JXL extends Codec {
  constructor(options: JXLOptions = {}) {
    super(findDescriptor('jxl'), options)
  }
}

/** VP9 by libvpx, one frame in IVF. */
export class VP9 extends Codec {
  constructor(options: VP9Options = {}) {
    super(findDescriptor('vp9'), options)
  }
}

/** H.266 / VVC by vvenc, raw Annex B stream. */
export class VVC extends Codec {
  constructor(options: VVCOptions = {}) {
    super(findDescriptor('vvc'), options)
  }
}

/** PNG: a lossless anchor. */
export class PNG extends Codec {
  constructor(options: PNGOptions = {}) {
    super(findDescriptor('png'), options)
  }
}

/** QOI: a fast lossless anchor, 8 bit. */
export class QOI extends Codec {
  constructor(options: QOIOptions = {}) {
    super(findDescriptor('qoi'), options)
  }
}
