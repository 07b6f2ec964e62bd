import type { CliPrograms, Descriptor, Resolved } from '../../codecs/descriptor'
import { png } from '../../codecs/png'
import { CodecError } from '../../errors'
import { resolveOptions } from '../../options'
import { commonRows } from '../../codecs/rows'
import { planDecode, planEncode, type Setup } from '../../flow/plan'
import { addon } from '../native/addon'
import type { Backend, EncodePlan, OutputFormat } from '../backend'
import { cliDecode, cliEncode } from './run'
import { nativeBackend } from '../native'
import { ffmpegBackend } from '../ffmpeg'
import { programVersion } from '../programs'

const pngOptions = (given: Resolved): Resolved =>
  resolveOptions(
    { ...commonRows, ...png.options },
    { compressionLevel: 1, ffmpegPath: given.ffmpegPath, maxPixels: given.maxPixels },
    'png',
  )

/** PNG files are how the programs take and give pixels. */
const pngBackend = (): Backend => (addon() ? nativeBackend : ffmpegBackend)

const pngSetup = (options: Resolved): Setup => ({
  descriptor: png,
  options: pngOptions(options),
  encoder: 'png',
  decoder: 'png',
})

function programsOf(descriptor: Descriptor): CliPrograms {
  if (!descriptor.cli) {
    throw new CodecError('ERR_UNAVAILABLE', `${descriptor.name} has no command line programs`)
  }
  return descriptor.cli
}

function missingProgram(cli: CliPrograms): string | undefined {
  const names = [cli.encoder.program, cli.decoder.program]
  const absent = names.filter((name) => programVersion(name, cli.versionArgs) === undefined)
  if (absent.length === 0) return undefined
  return `there is no program ${absent.join(', ')}; ${cli.install}`
}

/** What the caller asks for, without what is left open. */
const definedOf = (output: OutputFormat): OutputFormat =>
  Object.fromEntries(Object.entries(output).filter(([, value]) => value !== undefined))

/** A program that ends well may have written half of a file. */
function checkWhole(descriptor: Descriptor, bytes: Uint8Array, { label, resolved }: EncodePlan) {
  try {
    descriptor.verify?.(bytes, { ...resolved, strict: false })
  } catch (cause) {
    const { program } = programsOf(descriptor).encoder
    const message = `${label}: ${program} ended well, but what it wrote is damaged: ${String(cause)}`
    throw new CodecError('ERR_CHILD', message, { cause })
  }
}

/** Command line programs between two files in a private folder: cwebp/dwebp, bpgenc/bpgdec. */
export const cliBackend: Backend = {
  wholeFiles: true,
  support(descriptor, options) {
    const cli = programsOf(descriptor)
    const missing = missingProgram(cli)
    if (missing) return { missing }
    const carrier = pngBackend().support(png, pngOptions(options)).missing
    if (carrier) return { missing: `its pictures go through PNG files: ${carrier}` }
    const version = programVersion(cli.encoder.program, cli.versionArgs)
    return { encoder: cli.encoder.program, decoder: cli.decoder.program, version }
  },

  *encode(descriptor, plan, picture) {
    if (picture.kind === 'planes') {
      throw new TypeError(`${plan.label}: the cli backend takes pixels, not planes`)
    }
    const cli = programsOf(descriptor)
    const pngPlan = planEncode(pngSetup(plan.resolved), picture, 0)
    const file = yield* pngBackend().encode(png, pngPlan, picture)
    const { quality, resolved: options } = plan
    const { bitDepth } = picture
    const { maxOutputBytes } = options
    const request = { cli, options, quality, png: file.bytes, bitDepth, maxOutputBytes }
    const { bytes, ms } = yield* cliEncode(request)
    checkWhole(descriptor, bytes, plan)
    return { bytes, ms: file.ms + ms }
  },

  *decode(descriptor, plan, { bytes }) {
    if (plan.output.planes) {
      throw new TypeError(`${plan.label}: the cli backend gives pixels, not planes`)
    }
    const cli = programsOf(descriptor)
    const held = cli.decoder.holds?.(bytes, plan.maxPixels)
    const output = { ...held, ...definedOf(plan.output) }
    const { resolved: options, maxPixels } = plan
    const request = { cli, options, bytes, bitDepth: output.bitDepth, maxPixels }
    const { bytes: file, ms } = yield* cliDecode(request)
    const pngPlan = { ...planDecode(pngSetup(plan.resolved), output), label: plan.label }
    const decoded = yield* pngBackend().decode(png, pngPlan, { bytes: file, packet: file })
    return { ...decoded, ms: decoded.ms + ms }
  },
}
