import { backends, type BackendName } from './backends/index'
import { Codec } from './codec'
import { commonRows } from './codecs/rows'
import type { Descriptor } from './codecs/descriptor'
import { genericDescriptor } from './generic'
import { type OptionRows, type OptionsOf, resolveOptions, unknownName } from './options'

/** What a codec's constructor takes. */
export type CodecOptions<D extends { options: OptionRows }> = OptionsOf<
  typeof commonRows & D['options']
>

const descriptors: Descriptor[] = []

/**
 * The class of a descriptor, entered into the registry: `class X265 extends codec(x265) {}` is all
 * that a new codec needs beside its own file.
 */
export function codec<const D extends Descriptor>(descriptor: D) {
  descriptors.push(descriptor)
  return class extends Codec {
    constructor(options: CodecOptions<D> = {}) {
      super(descriptor, options as Record<string, unknown>)
    }
  }
}

/** All codecs of the table, in order. */
export const allDescriptors = (): readonly Descriptor[] => descriptors

export function findDescriptor(name: string): Descriptor {
  if (name.startsWith('ffmpeg:')) return genericDescriptor(name)
  const found = descriptors.find((d) => d.name === name)
  if (found) return found
  throw unknownName(
    'codec',
    name,
    descriptors.map((d) => d.name),
  )
}

/** A codec by its registry name, or `ffmpeg:ENCODER` for any other encoder of the FFmpeg build. */
export function createCodec(name: string, options: Record<string, unknown> = {}): Codec {
  return new Codec(findDescriptor(name), options)
}

/** One row of `codecs()`. */
export interface CodecRow {
  name: string
  class: string
  backend: BackendName
  encoder?: string
  decoder?: string
  version?: string
  available: boolean
  /** Why not, and what to install. */
  reason?: string
}

/** One row per codec and backend: what this machine has. */
export function codecs(options: { ffmpegPath?: string } = {}): CodecRow[] {
  return descriptors.flatMap((descriptor) =>
    descriptor.backends.map((backend) => {
      const rows = { ...commonRows, ...descriptor.options }
      const resolved = resolveOptions(rows, options, descriptor.name)
      const { missing, ...support } = backends[backend].support(descriptor, resolved)
      const { name, className } = descriptor
      const available = missing === undefined
      return { name, class: className, backend, ...support, available, reason: missing }
    }),
  )
}
