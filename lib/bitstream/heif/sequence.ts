import { CodecError } from '../../errors'
import { children, FieldReader } from './fields'

type Stretch = readonly [start: number, end: number]

/** The first box of a type in a stretch of boxes. */
function find(bytes: Uint8Array, [start, end]: Stretch, type: string) {
  const found = children(bytes, start, end).find((box) => box.type === type)
  return found && ([found.bodyStart, found.end] as const)
}

/** Through boxes in boxes; undefined where one is not there. */
const within = (bytes: Uint8Array, from: Stretch, ...types: string[]): Stretch | undefined =>
  types.reduce<Stretch | undefined>((at, type) => at && find(bytes, at, type), from)

/** Samples of a track of pictures, by its size box (ISO/IEC 14496-12 8.7.3); 0 of other tracks. */
function samplesOf(bytes: Uint8Array, track: Stretch): number {
  const handler = within(bytes, track, 'mdia', 'hdlr')
  if (!handler) return 0
  const fields = new FieldReader(bytes, ...handler)
  fields.u(8) // version, flags, pre_defined
  if (fields.fourcc() !== 'pict') return 0
  const table = within(bytes, track, 'mdia', 'minf', 'stbl')
  const sizes = table && (find(bytes, table, 'stsz') ?? find(bytes, table, 'stz2'))
  if (!sizes) return 0
  const counts = new FieldReader(bytes, ...sizes)
  counts.u(8) // version, flags, the size of all
  const count = counts.u(4)
  return count <= bytes.length ? count : 0 // a picture takes a byte at least
}

/**
 * Pictures of the sequence beside the one that is read (`avis`, `msf1`, `hevc`): of its longest track of
 * pictures. 1 where there is none, or none that can be read: no pixel depends on it.
 */
export function heifFrames(bytes: Uint8Array): number {
  try {
    const movie = find(bytes, [0, bytes.length], 'moov')
    if (!movie) return 1
    const tracks = children(bytes, ...movie).filter(({ type }) => type === 'trak')
    return tracks.reduce((most, { bodyStart, end }) => {
      return Math.max(most, samplesOf(bytes, [bodyStart, end]))
    }, 1)
  } catch (error) {
    if (error instanceof CodecError && error.code === 'ERR_DECODE') return 1
    throw error
  }
}
