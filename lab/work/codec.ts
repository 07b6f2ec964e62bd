import { type Codec, createCodec } from '../../lib/index'
import type { Setup } from './task'

const kept = new Map<string, Codec>()

/** The codec of a setup, set up once per process. */
export function codecOf(setup: Setup): Codec {
  const id = JSON.stringify(setup)
  const codec = kept.get(id) ?? createCodec(setup.codec, setup.options)
  kept.set(id, codec)
  return codec
}
