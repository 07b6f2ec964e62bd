import { type Codec, createCodec, defineCodec } from '../../lib/index'
import type { Setup } from './task'

const kept = new Map<string, Codec>()

/** The codec of a setup, set up once per process. */
export function codecOf(setup: Setup): Codec {
  const id = JSON.stringify(setup)
  const codec = kept.get(id) ?? setUp(setup)
  kept.set(id, codec)
  return codec
}

const setUp = ({ codec, options, program }: Setup): Codec =>
  program ? defineCodec(program, options) : createCodec(codec, options)

/** All settings as a row holds them, as JSON: they make its key. Where a program's files lie does not. */
export function settingsOf({ program }: Setup, codec: Codec): Record<string, unknown> {
  const { folder: _, ...about } = program ?? {}
  const settings = { ...codec.options, ...(program && { program: about }) }
  return JSON.parse(JSON.stringify(settings)) as Record<string, unknown>
}
