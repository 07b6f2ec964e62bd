import type { Backend, Coded } from '../backends/backend'
import type { SharedOptions } from '../codecs/rows'
import { CodecError } from '../errors'
import type { Picture, PixelPicture } from '../image'
import { premultiply } from './premultiply'
import { parsePixelFormat } from '../pixelformat'
import { planEncode } from './plan'
import type { Setup } from './plan/setup'
import { type Steps, together } from '../task'

/** The inner codec, set up for one picture. Its encoder and decoder must be there. */
function innerSetup(backend: Backend, { descriptor }: Setup, given: SharedOptions): Setup {
  const { inner } = descriptor.container!
  const { encoder, decoder, libraries, missing } = backend.support(inner, given)
  if (missing) throw new CodecError('ERR_UNAVAILABLE', `${descriptor.name}: ${missing}`)
  const { matrices = inner.matrices } = descriptor
  const named = { ...inner, name: descriptor.name, matrices } // as messages are to name it
  return { descriptor: named, options: given, encoder: encoder!, decoder: decoder!, libraries }
}

/** The alpha channel as a gray picture, and the colour without it: views, no copies. */
function withoutAlpha(picture: PixelPicture): { colour: PixelPicture; alpha: PixelPicture } {
  const alphaOffset = picture.offset + 3 * picture.channelStride
  return {
    colour: { ...picture, channels: 3 },
    alpha: { ...picture, channels: 1, offset: alphaOffset },
  }
}

/**
 * The same codec for an alpha plane: gray, full range, of the colour's depth. Where the chosen
 * encoder has no gray (SVT-AV1, rav1e), another of the codec's encoders codes the alpha.
 */
function graySetup(backend: Backend, setup: Setup, colourFormat: string): Setup {
  const { descriptor, options } = setup
  const { depth } = parsePixelFormat(colourFormat)!
  const pixelFormat = depth === 8 ? 'gray' : `gray${depth}le`
  const gray: SharedOptions = { ...options, pixelFormat, matrix: 'bt601', range: 'full' }
  const takesGray = (e: string): boolean => descriptor.pixelFormats(gray, e).includes(pixelFormat)
  if (takesGray(setup.encoder)) return { ...setup, options: gray }
  const other = descriptor.encoders.find(
    (encoder) => takesGray(encoder) && !backend.support(descriptor, { ...gray, encoder }).missing,
  )
  if (!other) {
    throw new CodecError(
      'ERR_UNAVAILABLE',
      `${descriptor.name}: no encoder here takes alpha (${pixelFormat})`,
    )
  }
  const own = { ...gray, ...descriptor.unsettled, encoder: other }
  return { ...setup, encoder: other, options: own }
}

/** Codes colour and alpha by the inner codec and writes the file around them. */
export function* encodeContained(
  backend: Backend,
  setup: Setup,
  given: Picture,
  quality: number,
): Steps<Coded> {
  const { descriptor, options } = setup
  const container = descriptor.container!
  const inner = innerSetup(backend, setup, container.innerOptions(options, given))
  const picture = options.premultiplied ? yield* premultiply(given) : given
  const split =
    picture.kind === 'pixels' && picture.channels === 4 ? withoutAlpha(picture) : undefined
  const plan = planEncode(inner, split?.colour ?? picture, quality)
  const parts = [backend.encode(plan, split?.colour ?? picture)]
  if (split) {
    const gray = graySetup(backend, inner, plan.pixelFormat)
    const { codedWidth, codedHeight } = plan
    const alphaPlan = planEncode(gray, split.alpha, quality)
    const sameSize = { ...alphaPlan, codedWidth, codedHeight }
    parts.push(backend.encode(sameSize, split.alpha))
  }
  const [colour, alpha] = yield* together(parts)
  const { width, height, pixelFormat } = plan
  const bytes = container.write(
    { stream: colour!.bytes, alpha: alpha?.bytes, width, height, pixelFormat, colour: plan.colour },
    options,
  )
  return { bytes, ms: colour!.ms + (alpha?.ms ?? 0) }
}
