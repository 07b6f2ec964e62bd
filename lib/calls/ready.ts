import type { Backend } from '../backends/backend'
import type { QualityScale } from '../codecs/encoding'
import type { Setup } from '../flow/plan/setup'

/** A codec that can run, as the calls need it. */
export interface Ready {
  backend: Backend
  setup: Setup
  scale: QualityScale
  defaultQuality: number
}
