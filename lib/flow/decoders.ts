import type { Backend, Decoded, OutputFormat, Stream } from '../backends/backend'
import type { CodedSamples } from '../codecs/coded_samples'
import { damaged } from '../bitstream/bytes'
import { CodecError } from '../errors'
import type { Steps } from '../task'
import { planDecode } from './plan'
import type { Setup } from './plan/setup'
import { rest } from './rest'

/** The decoders that are there and read these bytes rightly, best first; what keeps the others. */
function fitDecoders(backend: Backend, setup: Setup, bytes: Uint8Array) {
  const { descriptor, options } = setup
  const strict = options.strict ? descriptor.strictDecoder : undefined
  const names = strict === undefined ? descriptor.decoders : [strict]
  const has = (name: string): boolean => backend.decodes(name, options)
  const there = names.filter(has)
  if (strict !== undefined && there.length === 0) {
    return { fit: [], reason: `strict: this FFmpeg lacks the decoder ${strict}` }
  }
  const reasons = new Map(there.map((name) => [name, descriptor.unfit?.(bytes, name, has)]))
  const fit = there.filter((name) => reasons.get(name) === undefined)
  return { fit, reason: [...reasons.values()].find((reason) => reason !== undefined) }
}

/** Planes are given as they are coded, of whatever colours. ERR_DECODE where these have no such form. */
function depthAlone(coded: CodedSamples, name: string) {
  const { model: _, premultiplied: __, order: ___, palette: ____, ...rest } = coded
  if (!rest.before) return rest
  throw damaged(name, 'chroma from an odd origin has no planes of a pixel format: decode to pixels')
}

/** A stream, and what only the file it came from says of its samples. */
export interface Source extends Stream {
  coded?: CodedSamples | undefined
}

/** Whether another decoder may do better: not where the call itself has to end. */
const mayPass = (error: unknown): boolean =>
  error instanceof CodecError && ['ERR_DECODE', 'ERR_CHILD'].includes(error.code)

/**
 * Decodes by the first decoder of the descriptor's list that can: one that would read this stream
 * wrong is not asked, one that fails gives way to the next. The first one's error counts.
 */
export function* decodeByFirst(
  backend: Backend,
  setup: Setup,
  stream: Source,
  output: OutputFormat,
  codedPixelFormat?: string,
): Steps<Decoded> {
  const { fit, reason } = fitDecoders(backend, setup, stream.packet)
  yield* rest(stream.packet)
  if (fit.length === 0 && reason !== undefined) {
    throw new CodecError('ERR_UNAVAILABLE', `${setup.descriptor.name}: ${reason}`)
  }
  let first: unknown
  for (const decoder of fit.length > 0 ? fit : [setup.decoder]) {
    const known = setup.descriptor.stream?.coded?.(stream.packet, decoder)
    const all = stream.coded ? { ...known, ...stream.coded } : known
    yield* rest(stream.packet)
    const coded = output.planes ? all && depthAlone(all, setup.descriptor.name) : all
    const plan = {
      ...planDecode({ ...setup, decoder }, output),
      codedPixelFormat: codedPixelFormat ?? coded?.pixelFormat,
      coded,
    }
    try {
      return yield* backend.decode(plan, stream)
    } catch (error) {
      first ??= error
      if (!mayPass(error)) throw error
    }
  }
  throw first
}
