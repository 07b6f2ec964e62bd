import { damaged } from '../../bitstream/bytes'
import { isY4mFormat, readY4m, y4mHeader } from '../../bitstream/y4m'
import type { Colour, Descriptor } from '../../codecs/descriptor'
import { plainFormats } from '../../codecs/plain'
import { png } from '../../codecs/png'
import { resolve } from '../../codecs/resolve'
import { colourRows, type SharedOptions } from '../../codecs/rows'
import type { Carrier } from '../../codecs/templates'
import { frameLayout } from '../../convert/layout'
import { CodecError } from '../../errors'
import { planDecode, planEncode } from '../../flow/plan'
import type { Setup } from '../../flow/plan/setup'
import type { Picture } from '../../image'
import type { Steps } from '../../task'
import type { Backend, Coded, Decoded, DecodePlan, EncodePlan } from '../backend'
import { ffmpegBackend } from '../ffmpeg'
import { nativeBackend } from '../native'
import { addon } from '../native/addon'

/** Files that are quickly made are how the programs take and give pixels. */
export const carrierBackend = (): Backend => (addon() ? nativeBackend : ffmpegBackend)

const ppm = plainFormats.find(({ name }) => name === 'ppm')!

interface Size {
  width: number
  height: number
}

/** Planes one after another as a codec of their own; `size` is needed to read them. */
function frames(pixelFormat: string, colour: Colour | undefined, size?: Size): Descriptor {
  const kind = { name: 'frame', matches: () => false }
  return {
    name: 'rawvideo',
    className: 'Frame',
    help: 'planes without a header',
    encoders: ['rawvideo'],
    decoders: ['rawvideo'],
    backends: ['native', 'ffmpeg'],
    options: colourRows,
    formats: { frame: { kind, extension: '.yuv', demuxer: 'rawvideo' } },
    quality: () => ({ name: 'none', steps: [0] }),
    pixelFormats: () => [pixelFormat],
    geometry: () => ({ maxWidth: 65535, maxHeight: 65535 }),
    encode: () => ({ options: {} }),
    decode: (): Record<string, string> =>
      size ? { video_size: `${size.width}x${size.height}`, pixel_format: pixelFormat } : {},
    ...(colour && { untagged: colour }),
  }
}

function setupOf(descriptor: Descriptor, o: SharedOptions, own: object): Setup {
  const { ffmpegPath, maxPixels } = o
  const options = resolve(descriptor, { ffmpegPath, maxPixels, ...own })
  const [encoder, decoder] = [descriptor.encoders[0]!, descriptor.decoders[0]!]
  return { descriptor, options, encoder, decoder }
}

const fileSetup = (carrier: 'png' | 'ppm', o: SharedOptions, own: object = {}): Setup =>
  carrier === 'png' ? setupOf(png, o, { effort: 0, ...own }) : setupOf(ppm, o, own)

/** What of this machine the carrier needs; undefined: it is there. */
export function lackingFor(carrier: Carrier, o: SharedOptions): string | undefined {
  const { descriptor, options } =
    carrier === 'png' || carrier === 'ppm'
      ? fileSetup(carrier, o)
      : setupOf(frames('yuv444p', undefined), o, {})
  return carrierBackend().support(descriptor, options).missing
}

/** The same, with a picture of the plan's coded size, its edges repeated, as the result. */
function padded(setup: Setup, { codedWidth: minWidth, codedHeight: minHeight }: EncodePlan): Setup {
  const geometry = () => ({ maxWidth: 65535, maxHeight: 65535, minWidth, minHeight })
  return { ...setup, descriptor: { ...setup.descriptor, geometry } }
}

/** A picture as a file that the encoder's program reads. */
export function* writeCarrier(carrier: Carrier, plan: EncodePlan, picture: Picture): Steps<Coded> {
  const { pixelFormat, resolved: o, label } = plan
  const backend = carrierBackend()
  if (carrier === 'png' || carrier === 'ppm') {
    const setup = padded(fileSetup(carrier, o, { pixelFormat }), plan)
    return yield* backend.encode(planEncode(setup, picture, 0, label), picture)
  }
  const { matrix, range = 'full' } = o
  const setup = padded(setupOf(frames(pixelFormat, undefined), o, { matrix, range }), plan)
  const raw = yield* backend.encode(planEncode(setup, picture, 0, label), picture)
  if (carrier === 'yuv') return raw
  const header = y4mHeader(pixelFormat, plan.codedWidth, plan.codedHeight, plan.colour.range)
  return { ...raw, bytes: Buffer.concat([header, raw.bytes]) }
}

/** What the pictures of a raw file are, where its header does not say it. */
export interface Known {
  pixelFormat: string
  size?: Size
}

/** The first of one or more frames; ERR_DECODE where there is not even one. */
function firstFrame(label: string, raw: Uint8Array, pixelFormat: string, size: Size): Uint8Array {
  const layout = frameLayout(pixelFormat, size.width, size.height)!
  if (raw.length >= layout.size) return raw.subarray(0, layout.size)
  const what = `${size.width}x${size.height} ${pixelFormat}`
  throw damaged(label, `the decoder wrote ${raw.length} bytes, ${what} has ${layout.size}`)
}

function checkPixels({ label, maxPixels }: DecodePlan, { width, height }: Size): void {
  if (width * height <= maxPixels) return
  throw new CodecError(
    'ERR_LIMIT',
    `${label}: a picture of ${width}x${height} has more than maxPixels (${maxPixels})`,
  )
}

/** Y4M's own header, or what is known of planes without one. */
function frameOf(carrier: 'y4m' | 'yuv', plan: DecodePlan, bytes: Uint8Array, known: Known) {
  if (carrier === 'y4m') return readY4m(bytes)
  const { size, pixelFormat } = known
  if (size !== undefined) return { ...size, pixelFormat, raw: bytes, range: undefined }
  throw new TypeError(
    `${plan.label}: the decoder's planes do not say their size: use apply, or a decoder that writes {output.y4m} or {output.png}`,
  )
}

/** The picture in the file that the decoder's program wrote. */
export function* readCarrier(
  carrier: Carrier,
  plan: DecodePlan,
  bytes: Uint8Array,
  known: Known,
): Steps<Decoded> {
  const { resolved: o, output, label } = plan
  const backend = carrierBackend()
  if (carrier === 'png' || carrier === 'ppm') {
    const filePlan = { ...planDecode(fileSetup(carrier, o), output), label }
    return yield* backend.decode(filePlan, { bytes, packet: bytes })
  }
  const frame = frameOf(carrier, plan, bytes, known)
  checkPixels(plan, frame)
  const raw = firstFrame(label, frame.raw, frame.pixelFormat, frame)
  const matrix = o.matrix === 'rgb' || o.matrix === undefined ? 'bt601' : o.matrix
  const colour: Colour = { matrix, range: o.range ?? frame.range ?? 'full' }
  const setup = setupOf(frames(frame.pixelFormat, colour, frame), o, {})
  const framePlan = { ...planDecode(setup, output), label }
  return yield* backend.decode(framePlan, { bytes: raw, packet: raw })
}

export const isFrameFormat = (carrier: Carrier, pixelFormat: string): boolean =>
  carrier === 'y4m' ? isY4mFormat(pixelFormat) : frameLayout(pixelFormat, 2, 2) !== undefined
