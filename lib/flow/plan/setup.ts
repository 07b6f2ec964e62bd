import type { Descriptor } from '../../codecs/descriptor'
import type { Libraries } from '../../codecs/encoding'
import type { SharedOptions } from '../../codecs/rows'

/** A codec as it is set up: its descriptor, its resolved options and the coders that serve it. */
export interface Setup {
  descriptor: Descriptor
  options: SharedOptions
  encoder: string
  decoder: string
  libraries?: Libraries
  /** To be coded with the picture, where the codec does (`codesProfile`). */
  icc?: Uint8Array | undefined
}
