import { spawnSync } from 'node:child_process'

/** Planar samples as the ffmpeg program's rawvideo holds them, one Uint16Array per plane. */
export interface Planes {
  width: number
  height: number
  /** ffmpeg's name: gray, yuv420p, yuv444p10le, gbrp, ... */
  pixelFormat: string
  planes: Uint16Array[]
}

/** Runs a program, bytes in and bytes out; throws with its stderr when it fails. */
export function run(program: string, args: string[], input?: Uint8Array): Buffer {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    input,
    maxBuffer: 1 << 28,
    env: { ...process.env, SVT_LOG: '1' },
  })
  if (error) throw error
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr.toString()}`)
  return stdout
}

export const bitDepthOf = (pixelFormat: string): number =>
  Number(/(?:p|gray)(9|1\d)(?:le)?$/.exec(pixelFormat)?.[1] ?? 8)

export const chromaOf = (pixelFormat: string): '400' | '420' | '422' | '444' =>
  pixelFormat.startsWith('gray')
    ? '400'
    : pixelFormat.includes('420')
      ? '420'
      : pixelFormat.includes('422')
        ? '422'
        : '444'

/** Width and height of each plane. */
function planeSizes(pixelFormat: string, width: number, height: number): [number, number][] {
  const chroma = chromaOf(pixelFormat)
  if (chroma === '400') return [[width, height]]
  const chromaSize: [number, number] = [
    chroma === '444' ? width : Math.ceil(width / 2),
    chroma === '420' ? Math.ceil(height / 2) : height,
  ]
  return [[width, height], chromaSize, chromaSize]
}

/** Smooth but not flat planes; `value` 0..1 from plane, x and y in luma samples over the true size. */
export function drawPlanes(
  pixelFormat: string,
  width: number,
  height: number,
  value = (plane: number, x: number, y: number): number =>
    0.5 + 0.3 * Math.sin(x / 23 + plane) * Math.cos(y / 17 - plane),
): Planes {
  const max = 2 ** bitDepthOf(pixelFormat) - 1
  const planes = planeSizes(pixelFormat, width, height).map(([w, h], plane) => {
    const scaleX = w === width ? 1 : 2
    const scaleY = h === height ? 1 : 2
    return Uint16Array.from({ length: w * h }, (_, i) =>
      Math.round(
        max * value(plane, (i % w) * scaleX + (scaleX - 1) / 2, Math.floor(i / w) * scaleY),
      ),
    )
  })
  return { width, height, pixelFormat, planes }
}

/** The planes' left upper part, or continued by repeating the last column and row. */
export function resize(picture: Planes, width: number, height: number): Planes {
  const from = planeSizes(picture.pixelFormat, picture.width, picture.height)
  const planes = planeSizes(picture.pixelFormat, width, height).map(([w, h], plane) => {
    const [sourceWidth, sourceHeight] = from[plane]!
    return Uint16Array.from({ length: w * h }, (_, i) => {
      const x = Math.min(i % w, sourceWidth - 1)
      const y = Math.min(Math.floor(i / w), sourceHeight - 1)
      return picture.planes[plane]![y * sourceWidth + x]!
    })
  })
  return { ...picture, width, height, planes }
}

/** What the ffmpeg program makes of raw planes with these output arguments. */
export function encodePlanes(picture: Planes, outputArgs: string[]): Buffer {
  const bytes = bitDepthOf(picture.pixelFormat) > 8 ? Uint16Array : Uint8Array
  const raw = Buffer.concat(picture.planes.map((p) => Buffer.from(bytes.from(p).buffer)))
  const size = `${picture.width}x${picture.height}`
  const input = ['-f', 'rawvideo', '-pix_fmt', picture.pixelFormat, '-s', size, '-i', '-']
  return run('ffmpeg', ['-v', 'error', ...input, ...outputArgs, '-'], raw)
}

/** HEVC by libx265: one IDR picture, nothing but what the decoder needs. */
export function encodeHevc(picture: Planes, x265 = 'qp=20', args: string[] = []): Buffer {
  const still = 'info=0:log-level=none:vui-timing-info=0:psy-rd=0:psy-rdoq=0:wpp=0:pools=none'
  const codec = ['-c:v', 'libx265', '-preset', 'ultrafast', '-g', '1']
  return encodePlanes(picture, [
    ...codec,
    ...['-x265-params', `${still}:keyint=1:ipratio=1.0:${x265}`, ...args, '-f', 'hevc'],
  ])
}

/** Decodes a stream by the ffmpeg program; `size` must be what comes out. */
export function decodeStream(
  stream: Uint8Array,
  demuxer: string,
  size: { width: number; height: number; pixelFormat: string },
): Planes {
  const raw = run(
    'ffmpeg',
    [
      ...['-v', 'error', '-f', demuxer, '-i', '-'],
      // No -pix_fmt: from the full-range format yuvj420p to yuv420p the program would convert.
      ...['-frames:v', '1', '-f', 'rawvideo', '-'],
    ],
    // The program's AV1 reader wants a temporal delimiter, which items of HEIF files do without.
    demuxer === 'obu' && stream[0] !== 0x12 ? Buffer.from([0x12, 0, ...stream]) : stream,
  )
  return { ...size, planes: splitPlanes(raw, size) }
}

/** Raw frame bytes as planes; throws when the length is not that of the size. */
export function splitPlanes(
  raw: Uint8Array,
  { width, height, pixelFormat }: { width: number; height: number; pixelFormat: string },
): Uint16Array[] {
  const bytesPerSample = bitDepthOf(pixelFormat) > 8 ? 2 : 1
  const sizes = planeSizes(pixelFormat, width, height)
  const expected = sizes.reduce((sum, [w, h]) => sum + w * h * bytesPerSample, 0)
  if (raw.length !== expected) throw new Error(`${raw.length} bytes, expected ${expected}`)
  let at = 0
  return sizes.map(([w, h]) => {
    const part = raw.slice(at, (at += w * h * bytesPerSample))
    return bytesPerSample === 2
      ? Uint16Array.from({ length: w * h }, (_, i) => part[2 * i]! | (part[2 * i + 1]! << 8))
      : Uint16Array.from(part)
  })
}

/** Largest absolute difference of two planes of one size. */
export function maxDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new Error(`${a.length} samples against ${b.length}`)
  let max = 0
  for (let i = 0; i < a.length; i++) max = Math.max(max, Math.abs(a[i]! - b[i]!))
  return max
}

/** mulberry32: the same numbers 0..1 on every machine. */
export function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** AV1 by one of the ffmpeg program's encoders: one picture with colour tags. */
export function encodeAv1(
  picture: Planes,
  encoder: 'libaom-av1' | 'libsvtav1' | 'librav1e' = 'libaom-av1',
  args: string[] = [],
): Buffer {
  const settings = {
    'libaom-av1': ['-usage', 'allintra', '-cpu-used', '8', '-still-picture', '1', '-crf', '20'],
    libsvtav1: ['-preset', '12', '-crf', '20', '-svtav1-params', 'lp=1', '-g', '1'],
    librav1e: ['-speed', '10', '-qp', '60', '-rav1e-params', 'threads=1'],
  }[encoder]
  const rgb = picture.pixelFormat.startsWith('gbr')
  const tags = ['-color_range', 'pc', ...(rgb ? [] : ['-colorspace', 'bt470bg'])]
  return encodePlanes(picture, ['-c:v', encoder, ...settings, ...tags, ...args, '-f', 'obu'])
}
