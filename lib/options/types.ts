// Generated from the codec table by `node util/tables.js`: what the constructors take.

/** Options that every codec has. */
export interface CommonOptions {
  /** in the codec's own scale; default: SSIMULACRA2 of about 75 (docs/quality.md) */
  quality?: number
  /** default: native where the addon has the encoder, else ffmpeg, else cli */
  backend?: 'native' | 'ffmpeg' | 'cli'
  /** the ffmpeg program or its folder; default: from PATH */
  ffmpegPath?: string
  /**
   * AVPixelFormat name; 'auto': the codec's first that holds the picture's depth and channels
   * @default 'auto'
   */
  pixelFormat?: string
  /**
   * threads inside the encoder for one picture; calls run in parallel anyway; 1 to 64
   * @default 1
   */
  threads?: number
  /** milliseconds that one call may work, waiting for a turn excluded; default: no limit; from 1 */
  timeout?: number
  /** calls that may wait for a turn; one more is ERR_BUSY at once; default: no limit; from 0 */
  maxQueue?: number
  /**
   * largest width x height that decode accepts (16383 x 16383); from 1
   * @default 268402689
   */
  maxPixels?: number
  /**
   * bytes that decoding one picture may take, as estimated from its header, and that its file may have; from 1048576
   * @default 1073741824
   */
  maxMemory?: number
  /**
   * decode in a child process with limits of its own: a crash, a hang or a leak ends there
   * @default false
   */
  isolate?: boolean
  /**
   * largest stream that encode may return; from 1
   * @default 2147483647
   */
  maxOutputBytes?: number
  /**
   * decode refuses also damage that no pixel depends on: what `warnings` names
   * @default false
   */
  strict?: boolean
  /** the encoder's own AVOptions by name, on top of ours: { 'x265-params': 'rd=4' } */
  options?: Record<string, string | number | boolean>
}

/** Options that several codecs have. */
interface SharedOptions {
  /**
   * RGB to YCbCr; 'rgb': coded as GBR, without conversion
   * @default 'bt601'
   */
  matrix?: 'bt601' | 'bt709' | 'bt2020' | 'rgb'
  /**
   * of the YCbCr samples
   * @default 'full'
   */
  range?: 'full' | 'limited'
  /** chroma against luma, where pixelFormat is auto; default: the first of pixelFormat */
  subsampling?: '4:4:4' | '4:2:2' | '4:2:0' | '4:0:0'
  /**
   * every sample comes back to the bit (RGB is coded as RGB); quality is not used
   * @default false
   */
  lossless?: boolean
  /**
   * keep the encoder's advertisement SEI in the stream (it counts in nBytes)
   * @default false
   */
  info?: boolean
  /** speed against size; default: by effort */
  preset?:
    | 'ultrafast'
    | 'superfast'
    | 'veryfast'
    | 'faster'
    | 'fast'
    | 'medium'
    | 'slow'
    | 'slower'
    | 'veryslow'
    | 'placebo'
  /** of the coded samples, where pixelFormat is auto; default: the picture's */
  bitDepth?: 8 | 10 | 12
  /**
   * store colour multiplied by alpha
   * @default false
   */
  premultiplied?: boolean
  /**
   * bpgenc's -m: higher is smaller; 1 to 9
   * @default 9
   */
  method?: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9
  /** older name of subsampling */
  format?: '420' | '422' | '444'
  /** older name of matrix */
  colorSpace?: 'ycbcr' | 'rgb' | 'ycgco' | 'ycbcr_bt709' | 'ycbcr_bt2020'
  /** older name of range */
  limitedRange?: boolean
  /** default: the first that is there */
  encoder?: 'libaom-av1' | 'libsvtav1' | 'librav1e'
  /**
   * 0 fastest .. 9 smallest, along the measured front; usage, speed, partitions or filterIntra, where given, counts more; 0 to 9
   * @default 5
   */
  effort?: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9
  /** libaom: good is smaller, allintra faster; default: by effort */
  usage?: 'good' | 'allintra'
  /** the encoder's own scale: libaom cpu-used 0..8, SVT preset 0..13, rav1e speed 0..10; default: by effort; 0 to 13 */
  speed?: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13
  /** libaom: the shapes of blocks that it tries; rectangular: no T-shaped and 1:4 ones; default: by effort */
  partitions?: 'all' | 'rectangular' | 'square'
  /** libaom: try the recursive intra filters; default: by effort */
  filterIntra?: boolean
  /**
   * decode by libaom, which finds damage that dav1d shows as a wrong picture
   * @default false
   */
  strict?: boolean
  /** x265's rdoq-level; default: the preset's, or by effort; 0 to 2 */
  rdoq?: 0 | 1 | 2
}

/** What `new X264()` takes. */
export interface X264Options
  extends
    CommonOptions,
    Pick<SharedOptions, 'matrix' | 'range' | 'subsampling' | 'lossless' | 'info' | 'preset'> {
  /** of the coded samples, where pixelFormat is auto; default: the picture's */
  bitDepth?: 8 | 10
  /**
   * 0 fastest .. 9 smallest, along the measured front; preset, where given, counts more; 0 to 9
   * @default 9
   */
  effort?: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9
  /**
   * psnr: psy off; ssim: x264's tune, at constant QP the same; visual: adaptive quantization, quality is then x264's CRF; others: x264's tunes
   * @default 'psnr'
   */
  tune?: 'psnr' | 'ssim' | 'visual' | 'stillimage' | 'film' | 'animation' | 'grain'
}

/** What `new X265()` takes. */
export interface X265Options
  extends
    Omit<CommonOptions, 'strict'>,
    Pick<
      SharedOptions,
      'matrix' | 'range' | 'subsampling' | 'bitDepth' | 'lossless' | 'info' | 'preset' | 'rdoq'
    > {
  /**
   * 0 fastest .. 9 smallest, along the measured front; preset or rdoq, where given, counts more; 0 to 9
   * @default 6
   */
  effort?: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9
  /**
   * psnr: psy off; ssim: x265's tune, at constant QP the same; visual: adaptive quantization, quality is then x265's CRF; grain: x265's tune
   * @default 'psnr'
   */
  tune?: 'psnr' | 'ssim' | 'visual' | 'grain'
  /**
   * append an MD5 of the picture (57 bytes): decode then finds every damage
   * @default false
   */
  hash?: boolean
  /**
   * decode only streams with such an MD5
   * @default false
   */
  strict?: boolean
}

/** What `new AV1()` takes. */
export interface AV1Options
  extends
    Omit<CommonOptions, 'strict'>,
    Pick<
      SharedOptions,
      | 'matrix'
      | 'range'
      | 'subsampling'
      | 'bitDepth'
      | 'lossless'
      | 'encoder'
      | 'effort'
      | 'usage'
      | 'speed'
      | 'partitions'
      | 'filterIntra'
      | 'strict'
    > {
  /**
   * stream format
   * @default 'obu'
   */
  format?: 'obu' | 'ivf'
  /**
   * psnr, visual: every encoder; ssim: libaom only
   * @default 'psnr'
   */
  tune?: 'psnr' | 'ssim' | 'visual'
}

/** What `new WebP()` takes. */
export interface WebPOptions extends CommonOptions, Pick<SharedOptions, 'lossless'> {
  /**
   * 0 fastest .. 9 smallest, along the measured front; method, where given, counts more; 0 to 9
   * @default 9
   */
  effort?: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9
  /** libwebp's own; default: by effort; 0 to 6 */
  method?: 0 | 1 | 2 | 3 | 4 | 5 | 6
}

/** What `new JPEG()` takes. */
export interface JPEGOptions extends CommonOptions {
  /**
   * of the chroma
   * @default '4:2:0'
   */
  subsampling?: '4:4:4' | '4:2:2' | '4:2:0'
  /**
   * 0 fastest .. 9 smallest, along the measured front; optimize or progressive, where given, counts more; 0 to 9
   * @default 4
   */
  effort?: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9
  /** Huffman tables made for the picture: smaller; default: by effort */
  optimize?: boolean
  /**
   * psnr: IJG's tables, which the quality scale means; visual: mozjpeg's, progressive, trellis
   * @default 'psnr'
   */
  tune?: 'psnr' | 'visual'
  /** several scans: smaller, slower to decode; default: by effort */
  progressive?: boolean
  /** small coefficients dropped where their bits cost more than they show; default: by effort where tune is visual */
  trellis?: boolean
}

/** What `new MJPEG()` takes. */
export interface MJPEGOptions extends CommonOptions {
  /** chroma against luma, where pixelFormat is auto; default: the first of pixelFormat */
  subsampling?: '4:4:4' | '4:2:2' | '4:2:0'
  /**
   * 0 fastest .. 9 smallest, along the measured front; huffman, where given, counts more; 0 to 9
   * @default 5
   */
  effort?: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9
  /** tables made for the picture, or the standard ones (faster); default: by effort */
  huffman?: 'optimal' | 'default'
}

/** What `new JPEG2000()` takes. */
export interface JPEG2000Options
  extends CommonOptions, Pick<SharedOptions, 'lossless' | 'subsampling'> {
  /** of the coded samples, where pixelFormat is auto; default: the picture's */
  bitDepth?: 8 | 9 | 10 | 12 | 14 | 16
  /** default: the first that is there */
  encoder?: 'libopenjpeg' | 'jpeg2000'
  /**
   * file or bare codestream
   * @default 'jp2'
   */
  format?: 'jp2' | 'j2k'
}

/** What `new BPG()` takes. */
export interface BPGOptions
  extends
    CommonOptions,
    Pick<
      SharedOptions,
      'lossless' | 'range' | 'premultiplied' | 'method' | 'format' | 'colorSpace' | 'limitedRange'
    > {
  /**
   * chroma against luma
   * @default '4:4:4'
   */
  subsampling?: '4:4:4' | '4:2:2' | '4:2:0'
  /** of the coded samples; default: 8, where lossless the picture's */
  bitDepth?: 8 | 10 | 12
  /**
   * RGB to YCbCr; 'rgb': coded as GBR, without conversion
   * @default 'bt601'
   */
  matrix?: 'bt601' | 'bt709' | 'bt2020' | 'rgb' | 'ycgco'
}

/** What `new H265()` takes. */
export type H265Options = BPGOptions

/** What `new AVIF()` takes. */
export interface AVIFOptions
  extends
    Omit<CommonOptions, 'strict'>,
    Pick<
      SharedOptions,
      | 'matrix'
      | 'range'
      | 'subsampling'
      | 'lossless'
      | 'encoder'
      | 'effort'
      | 'usage'
      | 'speed'
      | 'partitions'
      | 'filterIntra'
      | 'strict'
      | 'premultiplied'
    > {
  /** of the coded samples, where pixelFormat is auto; default: the picture's; 10 for one of 8 bits in 4:4:4 is 2 to 3 % smaller in 1.2 times the time, and decodes to 10 */
  bitDepth?: 8 | 10 | 12
  /**
   * psnr, visual: every encoder; ssim: libaom only
   * @default 'visual'
   */
  tune?: 'psnr' | 'ssim' | 'visual'
}

/** What `new HEIC()` takes. */
export interface HEICOptions
  extends
    CommonOptions,
    Pick<SharedOptions, 'matrix' | 'range' | 'lossless' | 'preset' | 'rdoq' | 'premultiplied'> {
  /** chroma against luma, where pixelFormat is auto; default: 4:2:0, lossless or of matrix rgb 4:4:4 */
  subsampling?: '4:4:4' | '4:2:2' | '4:2:0' | '4:0:0'
  /** of the coded samples, where pixelFormat is auto; default: 8, lossless or of matrix rgb the picture's */
  bitDepth?: 8 | 10 | 12
  /**
   * 0 fastest .. 9 smallest, along the measured front; preset or rdoq, where given, counts more; 0 to 9
   * @default 6
   */
  effort?: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9
  /**
   * psnr: psy off; ssim: x265's tune, at constant QP the same; visual: adaptive quantization, quality is then x265's CRF; grain: x265's tune
   * @default 'visual'
   */
  tune?: 'psnr' | 'ssim' | 'visual' | 'grain'
}

/** What `new JXL()` takes. */
export interface JXLOptions extends CommonOptions, Pick<SharedOptions, 'lossless'> {
  /** of the coded samples, where pixelFormat is auto; default: the picture's */
  bitDepth?: 8 | 10 | 12 | 14 | 16
  /**
   * 0 fastest .. 9 smallest, along the measured front; libjxl's own in `options`, where given, counts more; 0 to 9
   * @default 6
   */
  effort?: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9
}

/** What `new VP9()` takes. */
export interface VP9Options
  extends
    Omit<CommonOptions, 'strict'>,
    Pick<SharedOptions, 'matrix' | 'range' | 'bitDepth' | 'lossless'> {
  /** chroma against luma, where pixelFormat is auto; default: the first of pixelFormat */
  subsampling?: '4:4:4' | '4:2:2' | '4:2:0'
  /**
   * 0 fastest .. 9 smallest, along the measured front; speed, where given, counts more; 0 to 9
   * @default 5
   */
  effort?: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9
  /** libvpx's cpu-used, lower is smaller; default: by effort; 0 to 8 */
  speed?: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8
  /**
   * the metric that is to be best
   * @default 'psnr'
   */
  tune?: 'psnr' | 'ssim'
  /**
   * decode by libvpx, which finds damage that the native decoder shows as a wrong picture
   * @default false
   */
  strict?: boolean
}

/** What `new VVC()` takes. */
export interface VVCOptions extends CommonOptions {
  /**
   * RGB to YCbCr
   * @default 'bt601'
   */
  matrix?: 'bt601' | 'bt709' | 'bt2020'
  /**
   * of the YCbCr samples
   * @default 'limited'
   */
  range?: 'limited'
  /** chroma against luma, where pixelFormat is auto; default: the first of pixelFormat */
  subsampling?: '4:2:0'
  /** of the coded samples, where pixelFormat is auto; default: the picture's */
  bitDepth?: 10
  /**
   * 0 fastest .. 9 smallest, along the measured front; preset, where given, counts more; 0 to 9
   * @default 5
   */
  effort?: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9
  /** speed against size; default: by effort */
  preset?: 'faster' | 'fast' | 'medium' | 'slow' | 'slower'
}

/** What `new PNG()` takes. */
export interface PNGOptions extends CommonOptions {
  /** of the coded samples, where pixelFormat is auto; default: the picture's */
  bitDepth?: 8 | 16
  /**
   * 0 fastest .. 9 smallest, along the measured front; compressionLevel or prediction, where given, counts more; 0 to 9
   * @default 9
   */
  effort?: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9
  /** zlib's level; default: by effort; 0 to 9 */
  compressionLevel?: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9
  /** filter of the rows, mixed: the best for each; default: by effort */
  prediction?: 'none' | 'sub' | 'up' | 'avg' | 'paeth' | 'mixed'
}

/** What `new QOI()` takes. */
export type QOIOptions = CommonOptions

/** What each codec's constructor takes, by the registry's names. */

export interface OptionsByName {
  x264: X264Options
  x265: X265Options
  av1: AV1Options
  webp: WebPOptions
  jpeg: JPEGOptions
  mjpeg: MJPEGOptions
  jpeg2000: JPEG2000Options
  bpg: BPGOptions
  h265: H265Options
  avif: AVIFOptions
  heic: HEICOptions
  jxl: JXLOptions
  vp9: VP9Options
  vvc: VVCOptions
  png: PNGOptions
  qoi: QOIOptions
}
