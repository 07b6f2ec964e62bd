import { readFileSync } from 'node:fs'
import { type Codec, codecs } from '../../lib/index'
import { packageFile } from '../files/package'
import type { Versions } from '../results/index'

let own: string | undefined

/** This package's version. */
export const packageVersion = (): string =>
  (own ??= (JSON.parse(packageFile('package.json')) as { version: string }).version)

/** The shared libraries of this process ('libx265.so.199'), where the system tells: proc(5). */
function loadedLibraries(): string[] {
  try {
    const maps = readFileSync('/proc/self/maps', 'utf8')
    return [...new Set(maps.match(/\blib[\w+.-]+\.so[\w.]*$/gm))]
  } catch {
    return []
  }
}

/** `libsvtav1` -> `svtav1`, `libaom-av1` -> `aom`: how FFmpeg calls a library's wrapper. */
const stem = (wrapper: string): string => wrapper.replace(/^lib/, '').split('-')[0]!.slice(0, 6)

/** The library behind FFmpeg's wrapper of it, with its version in its name. */
function libraryOf(wrapper: string, loaded = loadedLibraries()): string | undefined {
  if (!wrapper.startsWith('lib')) return undefined
  const wanted = `lib${stem(wrapper)}`
  const found = loaded.filter((name) => name.toLowerCase().startsWith(wanted))
  // libwebp beside libwebpmux and libwebpdemux: the plainest
  return found.sort((a, b) => a.length - b.length)[0]
}

/** Decoder and versions of a codec as it runs here. Loads the addon. */
export function describeCodec(codec: Codec): {
  encoder: string
  decoder: string
  versions: Versions
} {
  codec.available()
  const { name, backend } = codec
  const { ffmpegPath } = codec.options as { ffmpegPath?: string }
  const [row] = codecs({ name, backend, ...(ffmpegPath !== undefined && { ffmpegPath }) })
  const encoder = String(codec.options.encoder ?? row?.encoder ?? codec.name)
  const decoder = row?.decoder ?? ''
  const native = codec.backend === 'native'
  const [encoderLibrary, decoderLibrary] = [encoder, decoder].map((name) =>
    native ? libraryOf(name) : undefined,
  )
  const versions = {
    nodecodecs: packageVersion(),
    encoder: row?.version ?? '',
    ...(encoderLibrary && { encoderLibrary }),
    ...(decoderLibrary && { decoderLibrary }),
  }
  return { encoder, decoder, versions }
}
