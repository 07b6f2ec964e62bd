import { searchQuality, type SearchRequest } from '../../lib/calls/search'
import { type Goal, type Measurement, parseTarget } from '../../lib/calls/target'
import { driveSync, perform, type RunContext, type Steps } from '../../lib/task'

export const context: RunContext = { log: () => undefined }

/** A stand-in for a codec: what each quality of a scale gives. */
export type Model = (quality: number) => Required<Measurement>

// QP: 6 steps halve the quantiser; about 12 % of rate and 0.8 dB a step.
export const qpSteps = Array.from({ length: 52 }, (_, i) => 51 - i)

export const qp: Model = (q) => ({ bytes: Math.round(2e5 * 0.885 ** q), value: 58 - 0.8 * q })

export function searchSync(request: SearchRequest, model: Model) {
  const measure = (quality: number): Steps<Required<Measurement>> =>
    perform({ run: async () => model(quality), runSync: () => model(quality) })
  return driveSync(searchQuality(request, measure), context)
}

export const bytes = (value: number): Goal => parseTarget({ bytes: value }, 100, 100)
export const psnr = (value: number): Goal => parseTarget({ psnr: value }, 100, 100)
