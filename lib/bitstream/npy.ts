import { CodecError } from '../errors'
import { holds, le } from './bytes'

// NumPy's file of one array (numpy.lib.format, versions 1.0 to 3.0).

type Samples = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Float32Array<ArrayBuffer>

const kinds = { u1: Uint8Array, u2: Uint16Array, f4: Float32Array } as const
type Kind = keyof typeof kinds

export const isNpy = (bytes: Uint8Array): boolean =>
  holds(bytes, [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59])

const refused = (what: string): CodecError => new CodecError('ERR_DECODE', `npy: ${what}`)

/** What version 1.0 can say; NumPy itself reads 10,000 unless it is told to trust the file. */
const MAX_HEADER = 65535

interface Header {
  kind: Kind
  /** Most significant byte first. */
  swapped: boolean
  shape: number[]
  /** Where the samples begin. */
  start: number
}

function kindOf(descr: string): Pick<Header, 'kind' | 'swapped'> {
  const [, order, kind] = /^([<>|=]?)(u1|u2|f4)$/.exec(descr) ?? []
  if (kind !== undefined) return { kind: kind as Kind, swapped: order === '>' }
  const way = /^.[biu]\d/.test(descr) ? 'numpy.uint8) of 0 to 255' : 'numpy.float32) of 0 to 1'
  throw refused(
    `dtype '${descr}': expected uint8, uint16 or float32 of 0 to 1; in Python: array.astype(${way}`,
  )
}

function headerOf(bytes: Uint8Array): Header {
  const wide = bytes[6]! > 1
  const begin = wide ? 12 : 10
  if (bytes.length < begin) throw refused('the file ends inside of its header')
  const length = le(bytes, 8, wide ? 4 : 2)
  if (length > MAX_HEADER) {
    const message = `npy: expected a header of at most ${MAX_HEADER} bytes, got ${length}`
    throw new CodecError('ERR_LIMIT', message)
  }
  const start = begin + length
  if (bytes.length < start) throw refused('the file ends inside of its header')
  const text = Buffer.from(bytes.subarray(begin, start)).toString('latin1')
  const [, descr] = /'descr':\s*'([^']*)'/.exec(text) ?? []
  const [, fortran] = /'fortran_order':\s*(True|False)/.exec(text) ?? []
  const [, axes] = /'shape':\s*\(([\d,\s]*)\)/.exec(text) ?? []
  if (descr === undefined && /'descr':\s*\[/.test(text)) {
    throw refused('a structured dtype: expected uint8, uint16 or float32')
  }
  if (descr === undefined || fortran === undefined || axes === undefined) {
    throw refused('its header has no descr, fortran_order and shape')
  }
  const shape = axes
    .split(',')
    .filter((axis) => axis.trim() !== '')
    .map(Number)
  if (fortran === 'True' && shape.length > 1) {
    throw refused('Fortran order: expected C order; in Python: numpy.ascontiguousarray(array)')
  }
  return { ...kindOf(descr), shape, start }
}

/** The shape of its array, without a look at the samples. ERR_DECODE for an array of another dtype. */
export const npyShape = (bytes: Uint8Array): number[] => headerOf(bytes).shape

/**
 * Its array: uint8, uint16 or float32 in C order, of either byte order.
 * @throws CodecError `ERR_DECODE`
 */
export function readNpy(bytes: Uint8Array): { data: Samples; shape: number[] } {
  const { kind, swapped, shape, start } = headerOf(bytes)
  const size = Number(kind[1])
  const count = shape.reduce((all, n) => all * n, 1)
  if (bytes.length - start !== count * size) {
    throw refused(
      `shape (${shape.join(', ')}) of ${kind}: expected ${count * size} bytes of samples, got ${bytes.length - start}`,
    )
  }
  const samples = Buffer.from(new Uint8Array(bytes.subarray(start)).buffer)
  if (swapped && size === 2) samples.swap16()
  if (swapped && size === 4) samples.swap32()
  return { data: new kinds[kind](samples.buffer), shape }
}

/** The file of an array in C order, version 1.0, samples in this machine's order (little-endian). */
export function writeNpy(
  data: Uint8Array | Uint16Array | Float32Array,
  shape: readonly number[],
): Uint8Array {
  const descr = { 1: '|u1', 2: '<u2', 4: '<f4' }[data.BYTES_PER_ELEMENT]!
  const axes = shape.length === 1 ? `${shape[0]},` : shape.join(', ')
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${axes}), }`
  const length = Math.ceil((10 + text.length + 1) / 64) * 64 - 10 // samples begin at a multiple of 64
  const out = Buffer.alloc(10 + length + data.byteLength)
  out.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, length & 255, length >> 8])
  out.write(text.padEnd(length - 1, ' ') + '\n', 10, 'latin1')
  out.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), 10 + length)
  return out
}
