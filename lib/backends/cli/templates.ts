import { identify } from '../../codecs/recognise'
import { fillTemplate, type Template, type Templates } from '../../codecs/templates'
import { chromaOf, parsePixelFormat } from '../../pixelformat'
import type { SharedOptions } from '../../codecs/rows'
import { findProgram } from '../../process/executable'
import type { Picture } from '../../image'
import { originOf } from '../../source/copies'
import type { Steps } from '../../task'
import type { Coded, Decoded, DecodePlan, EncodePlan, Support } from '../backend'
import { programVersion } from '../programs'
import { type Known, lackingFor, readCarrier, writeCarrier } from './carriers'
import { decodeFile, encodeFile, fileLimit, readWritten } from './run'

// Codecs that are two command templates (lib/codecs/templates.ts).

export function templateSupport(templates: Templates, options: SharedOptions): Support {
  const { encode, decode, install } = templates
  const [encoder, decoder] = [encode.command[0]!, decode.command[0]!]
  const absent = [...new Set([encoder, decoder])].filter((name) => findProgram(name) === undefined)
  if (absent.length > 0) return { missing: `there is no program ${absent.join(', ')}; ${install}` }
  const lacking = [encode, decode].map(({ carrier }) => lackingFor(carrier, options)).find(Boolean)
  if (lacking !== undefined) return { missing: `its pictures go through files: ${lacking}` }
  const { version, versionArgs } = templates
  const asked = version ?? (versionArgs && programVersion(encoder, [...versionArgs]))
  return { encoder, decoder, ...(asked !== undefined && { version: asked }) }
}

/** What both commands may name, beside their files. */
function values({ templates, resolved: options }: EncodePlan | DecodePlan, pixelFormat?: string) {
  const format = pixelFormat === undefined ? undefined : parsePixelFormat(pixelFormat)
  const chroma = format && (format.model === 'yuv' ? chromaOf(format) : '400')
  const about = { pixelFormat, bitDepth: format?.depth, chroma, here: templates!.folder ?? '.' }
  const { threads } = options
  return { ...options, ...about, threads }
}

/**
 * Sizes of streams that were made here, for decoders whose planes do not say theirs, and the pixel
 * format that went in.
 */
const made = new WeakMap<ArrayBufferLike, Known>()

function commandOf({ command }: Template, folder: Templates, given: Record<string, unknown>) {
  const [program, ...args] = fillTemplate(command, given)
  return { program: program!, args, install: folder.install }
}

export function* templateEncode(plan: EncodePlan, picture: Picture): Steps<Coded> {
  const templates = plan.templates!
  const { carrier, extension } = templates.encode
  const { width, height, pixelFormat, quality, codedWidth, codedHeight } = plan
  const file = yield* writeCarrier(carrier, plan, picture)
  const { maxOutputBytes } = plan.resolved
  const { bytes, ms } = yield* encodeFile({
    input: { name: `in${extension}`, bytes: file.bytes },
    output: `out${plan.extension}`,
    command: (input, output) =>
      commandOf(templates.encode, templates, {
        ...values(plan, pixelFormat),
        ...{ input, output, quality, width: codedWidth, height: codedHeight },
      }),
    limit: { bytes: maxOutputBytes, setBy: `maxOutputBytes = ${maxOutputBytes}`, ofFiles: true },
  })
  made.set(bytes.buffer, { pixelFormat, size: { width, height } })
  return { bytes, ms: file.ms + ms }
}

/** The picture's size without padding, where it is known: as asked for, as made. */
function trueSize({ output: { width, height } }: DecodePlan, made?: Known): Known['size'] {
  return width !== undefined && height !== undefined ? { width, height } : made?.size
}

/** The coded size and format of planes without a header, and what of it is the picture. */
function knownOf(plan: DecodePlan, bytes: Uint8Array): Known & { visible: Known['size'] } {
  const here = made.get(originOf(bytes))
  const visible = trueSize(plan, here)
  const pixelFormat = here?.pixelFormat ?? plan.resolved.pixelFormat
  const said = visible ?? identify(bytes)?.size?.(bytes)
  const size = said && plan.codedSize(said)
  const first = plan.pixelFormats[0]!
  const own = pixelFormat === 'auto' ? first : pixelFormat
  return { pixelFormat: own, ...(size && { size }), visible }
}

export function* templateDecode(plan: DecodePlan, stream: Uint8Array): Steps<Decoded> {
  const templates = plan.templates!
  const { carrier, extension } = templates.decode
  const known = knownOf(plan, stream)
  const { bytes, ms } = yield* decodeFile({
    input: { name: `in${plan.extension}`, bytes: stream },
    output: `out${extension}`,
    command: (input, output) =>
      commandOf(templates.decode, templates, {
        ...values(plan, known.pixelFormat),
        ...{ quality: '', ...known.size },
        ...{ input, output },
      }),
    limit: fileLimit(plan.maxPixels),
  })
  const output = { ...plan.output, ...known.visible }
  const read = readCarrier(carrier, { ...plan, output }, bytes, known)
  const decoded =
    carrier === 'yuv' // says nothing of itself
      ? yield* read
      : yield* readWritten(plan.label, templates.decode.command[0]!, read)
  return { ...decoded, ms: decoded.ms + ms }
}
