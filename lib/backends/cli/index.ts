import type { CliPrograms } from '../../codecs/descriptor'
import { resolve } from '../../codecs/resolve'
import type { SharedOptions } from '../../codecs/rows'
import { CodecError } from '../../errors'
import { planDecode, planEncode } from '../../flow/plan'
import type { Setup } from '../../flow/plan/setup'
import type { Backend, OutputFormat } from '../backend'
import { cliDecode, cliEncode, readWritten } from './run'
import { programCallers } from '../child'
import { programVersion } from '../programs'
import { carrierBackend } from './carriers'
import { templateDecode, templateEncode, templateSupport } from './templates'

function carrierSetup({ carrier }: CliPrograms, { ffmpegPath, maxPixels }: SharedOptions): Setup {
  const options = resolve(carrier, { effort: 0, ffmpegPath, maxPixels })
  return {
    descriptor: carrier,
    options,
    encoder: carrier.encoders[0]!,
    decoder: carrier.decoders[0]!,
  }
}

function programsOf(programs: CliPrograms | undefined, codec: string): CliPrograms {
  if (programs) return programs
  throw new CodecError('ERR_UNAVAILABLE', `${codec} has no command line programs`)
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

/** Command line programs between two files in a private folder: cwebp/dwebp, bpgenc/bpgdec, templates. */
export const cliBackend: Backend = {
  wholeFiles: true,
  callers: programCallers,
  support(descriptor, options) {
    if (descriptor.templates) return templateSupport(descriptor.templates, options)
    const cli = programsOf(descriptor.cli, descriptor.name)
    const missing = missingProgram(cli)
    if (missing) return { missing }
    const files = carrierSetup(cli, options)
    const lacking = carrierBackend().support(cli.carrier, files.options).missing
    if (lacking)
      return { missing: `its pictures go through ${cli.carrier.className} files: ${lacking}` }
    const version = programVersion(cli.encoder.program, cli.versionArgs)
    return { encoder: cli.encoder.program, decoder: cli.decoder.program, version }
  },

  decodes: () => true, // its programs are asked for by support

  *encode(plan, picture) {
    if (Object.keys(plan.resolved.options ?? {}).length > 0) {
      throw new TypeError(`${plan.label}: options: AVOptions mean nothing to ${plan.encoder}`)
    }
    if (plan.templates) return yield* templateEncode(plan, picture)
    if (picture.kind === 'planes') {
      throw new TypeError(`${plan.label}: the cli backend: expected pixels, got planes`)
    }
    const cli = programsOf(plan.programs, plan.label)
    const pngPlan = planEncode(carrierSetup(cli, plan.resolved), picture, 0)
    const file = yield* carrierBackend().encode(pngPlan, picture)
    const { quality, resolved: options } = plan
    const { bitDepth } = picture
    const { maxOutputBytes } = options
    const request = { cli, options, quality, png: file.bytes, bitDepth, maxOutputBytes }
    const { bytes, ms } = yield* cliEncode(request)
    return { bytes, ms: file.ms + ms }
  },

  *decode(plan, { bytes }) {
    if (plan.templates) return yield* templateDecode(plan, bytes)
    if (plan.output.planes) {
      throw new TypeError(`${plan.label}: as: expected 'pixels' of the cli backend, got 'planes'`)
    }
    const cli = programsOf(plan.programs, plan.label)
    const held = cli.decoder.holds?.(bytes, plan.maxPixels)
    const output = { ...held, ...definedOf(plan.output) }
    const { resolved: options, maxPixels } = plan
    const request = { cli, options, bytes, bitDepth: output.bitDepth, maxPixels }
    const { bytes: file, ms } = yield* cliDecode(request)
    const pngPlan = { ...planDecode(carrierSetup(cli, plan.resolved), output), label: plan.label }
    const read = carrierBackend().decode(pngPlan, { bytes: file, packet: file })
    const decoded = yield* readWritten(plan.label, cli.decoder.program, read)
    return { ...decoded, ms: decoded.ms + ms }
  },
}
