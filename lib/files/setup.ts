import { backends } from '../backends'
import { addonOrWarning } from '../backends/native/addon'
import type { Descriptor } from '../codecs/descriptor'
import { resolve } from '../codecs/resolve'
import type { Setup } from '../flow/plan/setup'
import type { Limits } from './limits'

/** Picture files go through the addon, or through the ffmpeg program where there is none. */
export const backendName = () => (addonOrWarning() ? 'native' : 'ffmpeg')

/** Everything that can be lossless is written so. */
export function setupOf(
  descriptor: Descriptor,
  format: string | undefined,
  limits: Limits = {},
): Setup {
  const lossless = 'lossless' in descriptor.options ? { lossless: true } : {}
  const options = resolve(descriptor, {
    ...lossless,
    ...limits,
    ...(format !== undefined && { format }),
  })
  const found = backends[backendName()].support(descriptor, options)
  const encoder = found.encoder ?? descriptor.encoders[0]!
  return { descriptor, options, encoder, decoder: found.decoder ?? descriptor.decoders[0]! }
}
