/** What an AVPixelFormat name says, for the software formats that codecs code. */
export interface PixelFormat {
  name: string
  model: 'yuv' | 'rgb' | 'gray'
  /** Right shifts from luma to chroma size: 4:2:0 is 1 and 1. */
  chromaShiftX: number
  chromaShiftY: number
  depth: number
  alpha: boolean
  planar: boolean
  /** How many planes `{ planes }` input has. */
  planes: number
}

const shifts: Record<string, [number, number]> = {
  '444': [0, 0],
  '440': [0, 1],
  '422': [1, 0],
  '420': [1, 1],
  '411': [2, 0],
  '410': [2, 2],
}

const packedDepth: Record<string, number> = { 24: 8, 32: 8, 48: 16, 64: 16 }

function yuv(name: string): PixelFormat | undefined {
  const match = /^yuv(a|j)?(4\d\d)p(\d+)?(le|be)?$/.exec(name)
  const shift = match && shifts[match[2]!]
  if (!match || !shift) return undefined
  const alpha = match[1] === 'a'
  const [chromaShiftX, chromaShiftY] = shift
  const depth = Number(match[3] ?? 8)
  return {
    name,
    model: 'yuv',
    chromaShiftX,
    chromaShiftY,
    depth,
    alpha,
    planar: true,
    planes: alpha ? 4 : 3,
  }
}

function rgb(name: string): PixelFormat | undefined {
  const whole = { name, model: 'rgb', chromaShiftX: 0, chromaShiftY: 0 } as const
  const planar = /^gbr(a)?p(\d+)?(le|be)?$/.exec(name)
  if (planar) {
    const alpha = planar[1] === 'a'
    return { ...whole, depth: Number(planar[2] ?? 8), alpha, planar: true, planes: alpha ? 4 : 3 }
  }
  const packed = /^(rgba?|bgra?|argb|abgr|rgb0|bgr0|0rgb|0bgr)(24|48|64)?(le|be)?$/.exec(name)
  if (!packed) return undefined
  const depth = packedDepth[packed[2] ?? 32]!
  return { ...whole, depth, alpha: packed[1]!.includes('a'), planar: false, planes: 1 }
}

function gray(name: string): PixelFormat | undefined {
  const match = /^(gray|ya)(\d+)?(le|be)?$/.exec(name)
  if (!match) return undefined
  const alpha = match[1] === 'ya'
  const depth = Number(match[2] ?? 8)
  return {
    name,
    model: 'gray',
    chromaShiftX: 0,
    chromaShiftY: 0,
    depth,
    alpha,
    planar: !alpha,
    planes: 1,
  }
}

// Every encode chooses among a dozen names; each is parsed once. libavutil knows about 200.
const parsed = new Map<string, PixelFormat | undefined>()
const MAX_PARSED = 500

/** Parses an AVPixelFormat name (`yuv420p10le`); undefined for those that no codec here codes. */
export function parsePixelFormat(name: string): PixelFormat | undefined {
  if (parsed.has(name)) return parsed.get(name)
  const format = yuv(name) ?? rgb(name) ?? gray(name)
  if (parsed.size < MAX_PARSED) parsed.set(name, format)
  return format
}

/** '444', '422' or '420', for the containers that store no other. */
export function chromaOf(format: PixelFormat): '444' | '422' | '420' {
  if (format.chromaShiftX === 0) return '444'
  return format.chromaShiftY === 0 ? '422' : '420'
}

/** Samples in one row, and rows, of plane `index` of a width x height picture. */
export function planeSize(
  format: PixelFormat,
  width: number,
  height: number,
  index: number,
): { width: number; height: number } {
  const chroma = format.model === 'yuv' && (index === 1 || index === 2)
  if (!chroma) return { width, height }
  const { chromaShiftX: x, chromaShiftY: y } = format
  return { width: (width + (1 << x) - 1) >> x, height: (height + (1 << y) - 1) >> y }
}

/** What decides between an encoder's pixel formats. */
export interface Wanted {
  channels: number
  bitDepth: number
  /** Whether RGB must be coded as RGB. */
  rgb: boolean
}

/**
 * The candidate that loses least: right colour model first (gray for one channel, RGB where wanted,
 * the encoder's first otherwise), then alpha, then the smallest depth that holds the samples, else
 * the deepest. Order decides between equals.
 */
export function choosePixelFormat(
  candidates: readonly string[],
  wanted: Wanted,
): PixelFormat | undefined {
  const cost = (format: PixelFormat): number[] => {
    const gray = wanted.channels === 1
    const model = gray
      ? { gray: 0, yuv: 1, rgb: 1 }[format.model]
      : wanted.rgb
        ? { rgb: 0, yuv: 1, gray: 2 }[format.model]
        : { rgb: 0, yuv: 0, gray: 2 }[format.model]
    const alpha = Number(format.alpha !== (wanted.channels === 4))
    const missing = wanted.bitDepth - format.depth
    return [model, alpha, Math.max(0, missing)]
  }
  let best: { format: PixelFormat; cost: number[] } | undefined
  for (const name of candidates) {
    const format = parsePixelFormat(name)
    if (!format) continue
    const its = cost(format)
    const better =
      !best ||
      compare(its, best.cost) < 0 ||
      (compare(its, best.cost) === 0 &&
        sameFamily(format, best.format) &&
        format.depth < best.format.depth)
    if (better) best = { format, cost: its }
  }
  return best?.format
}

/** Depth decides only between formats of one family: 4:4:4 at 10 bit is not given up for 4:2:0. */
function sameFamily(a: PixelFormat, b: PixelFormat): boolean {
  return (
    a.model === b.model &&
    a.chromaShiftX === b.chromaShiftX &&
    a.chromaShiftY === b.chromaShiftY &&
    a.planar === b.planar
  )
}

function compare(a: number[], b: number[]): number {
  for (let i = 0; i < a.length; i++) {
    if (a[i] !== b[i]) return a[i]! - b[i]!
  }
  return 0
}

/** Every pixel format of these families at these depths ('yuv444p' and 10: 'yuv444p10le'). */
export function withDepths(families: readonly string[], depths: readonly number[]): string[] {
  return depths.flatMap((d) => families.map((family) => (d === 8 ? family : `${family}${d}le`)))
}

export type Subsampling = '4:4:4' | '4:2:2' | '4:2:0' | '4:0:0'

function subsamplingOf({
  model,
  chromaShiftX,
  chromaShiftY,
}: PixelFormat): Subsampling | undefined {
  if (model === 'gray') return '4:0:0'
  const shifts = `${chromaShiftX}${chromaShiftY}`
  return ({ '00': '4:4:4', '10': '4:2:2', '11': '4:2:0' } as const)[shifts]
}

/** Whether a format is sampled as the options `subsampling` and `bitDepth` say; absent: any way. */
export function isSampled(
  format: PixelFormat,
  { subsampling, bitDepth }: { subsampling?: Subsampling; bitDepth?: number },
): boolean {
  const depth = bitDepth === undefined || format.depth === bitDepth
  return depth && (subsampling === undefined || subsamplingOf(format) === subsampling)
}
