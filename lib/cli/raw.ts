import { endianness } from 'node:os'
import { type Command, InvalidArgumentError } from 'commander'
import { codecOfPath } from '../codecs/recognise'
import { readImage, type ReadOptions } from '../files'
import { isNpyPath, pictureOfSamples } from '../files/npy'
import type { PixelArray } from '../image'
import { driveAsync } from '../task'
import { printWarnings } from './output'
import { named, readBytes, sourceOf, STANDARD } from './streams'

// Samples without any header, as other programs pipe them.

/** What a header would say. */
interface RawForm {
  width: number
  height: number
  channels: number
  depth: number | 'float'
  layout?: 'chw'
}

export interface RawOption {
  raw?: RawForm
}

/** `640x480x3`, `640x480x1:10`, `640x480x3:float:chw`. */
export function parseRaw(text: string): RawForm {
  const form = /^([1-9]\d*)x([1-9]\d*)(?:x([134]))?(?::(8|9|1[0-6]|float))?(:chw)?$/.exec(text)
  if (!form) {
    throw new InvalidArgumentError('Expected WIDTHxHEIGHTxCHANNELS[:BITS or :float][:chw].')
  }
  const [, width, height, channels = '3', depth = '8', planar] = form
  return {
    ...{ width: Number(width), height: Number(height), channels: Number(channels) },
    depth: depth === 'float' ? depth : Number(depth),
    ...(planar !== undefined && { layout: 'chw' as const }),
  }
}

export const addRaw = (command: Command): Command =>
  command.option(
    '--raw <form>',
    'samples without a header: 640x480x3, 640x480x1:10 (bits in 2 bytes, little-endian), 640x480x3:float',
    parseRaw,
  )

/** Numbers of this machine from little-endian ones of so many bytes, or the other way. */
function inLittleEndian<T extends Buffer>(bytes: T, size: number): T | Buffer<ArrayBuffer> {
  if (endianness() === 'LE' || size === 1) return bytes
  const own = Buffer.from(bytes)
  return size === 2 ? own.swap16() : own.swap32()
}

/** Numbers of so many bytes from little-endian ones, in memory of their own. */
function numbersOf(bytes: Uint8Array, size: number): ArrayBuffer {
  return inLittleEndian(Buffer.from(bytes.slice().buffer), size).buffer
}

function samplesOf(bytes: Uint8Array, form: RawForm) {
  const { width, height, channels, depth } = form
  const size = depth === 'float' ? 4 : depth > 8 ? 2 : 1
  const expected = width * height * channels * size
  if (bytes.length !== expected) {
    throw new RangeError(
      `--raw: expected ${width} x ${height} x ${channels} samples of ${size} byte${size > 1 ? 's' : ''} = ${expected} bytes, got ${bytes.length}`,
    )
  }
  const numbers = numbersOf(bytes, size)
  if (depth === 'float') return { data: new Float32Array(numbers) }
  const data = size === 2 ? new Uint16Array(numbers) : new Uint8Array(numbers)
  return { data, bitDepth: depth }
}

/** What `--raw` is about: stdin, and files that no picture's extension is of. */
const isRaw = (file: string): boolean =>
  file === STANDARD || (codecOfPath(file) === undefined && !isNpyPath(file))

/** A picture of the command line: a file, or what `--raw` says. Errors name it. */
export async function readGiven(
  file: string,
  { raw }: RawOption,
  reading: ReadOptions & { as?: undefined },
): Promise<PixelArray> {
  if (!raw || !isRaw(file)) {
    const image = await named(file, () => readImage(sourceOf(file), reading))
    printWarnings(file === STANDARD ? 'stdin' : file, image.warnings)
    return image
  }
  const { signal, ...limits } = reading
  return named(file, async () => {
    const bytes = await readBytes(file, 'raw', limits, signal)
    const { width, height, channels, layout } = raw
    const image = { ...samplesOf(bytes, raw), width, height, channels, layout }
    return driveAsync(pictureOfSamples(image, file === STANDARD ? 'stdin' : file), { signal })
  })
}

/** Samples without a header: 8 bits as bytes, more as 16 bits, floats as 32, little-endian. */
export function rawBytes(data: ArrayBufferView & { BYTES_PER_ELEMENT: number }): Uint8Array {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  return inLittleEndian(bytes, data.BYTES_PER_ELEMENT)
}
