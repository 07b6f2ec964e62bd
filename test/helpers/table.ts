import type { BackendName } from '../../lib/backends/index'
import { Codec } from '../../lib/codec'
import type { Descriptor } from '../../lib/codecs/descriptor'
import { parsePixelFormat, type PixelFormat } from '../../lib/pixelformat'
import { allDescriptors, codecs } from '../../lib/registry'

// The codec table as tests walk it: a codec that is added to it is tested without a new test.

type Options = Record<string, unknown>

/** One codec x backend x encoder. */
export interface Entry {
  /** "av1 native librav1e" */
  label: string
  descriptor: Descriptor
  backend: BackendName
  options: Options
  /** The codec with its quickest settings, and these. */
  make(options?: Options): Codec
  /** Why it cannot run here. */
  missing?: string
}

/** The quickest settings that a codec's own rows offer: tests ask about bytes, not about rate. */
export function fastOptions({ options: rows }: Descriptor): Options {
  const row = ['effort', 'method'].find((name) => rows[name]?.type === 'int')
  return row ? { [row]: (rows[row] as { min: number }).min } : {}
}

function entriesOf(descriptor: Descriptor, backend: BackendName): Entry[] {
  const row = descriptor.options.encoder
  const names = row?.type === 'enum' ? row.values : [undefined]
  return names.map((encoder) => {
    const options = {
      ...fastOptions(descriptor),
      backend,
      ...(encoder !== undefined && { encoder }),
    }
    const make = (more: Options = {}) => new Codec(descriptor, { ...options, ...more })
    const found = codecs().find((c) => c.name === descriptor.name && c.backend === backend)
    const missing = make().available() ? undefined : (found?.reason ?? `no ${String(encoder)}`)
    const label = [descriptor.name, backend, encoder].filter(Boolean).join(' ')
    return { label, descriptor, backend, options, make, missing }
  })
}

/** Every codec x backend x encoder of the table, those that are not available here included. */
export const allEntries: readonly Entry[] = allDescriptors().flatMap((descriptor) =>
  descriptor.backends.flatMap((backend) => entriesOf(descriptor, backend)),
)

/** One `describe` per entry; what cannot run here is a skipped test that says why. */
export function describeEntries(entries: readonly Entry[], body: (entry: Entry) => void): void {
  for (const entry of entries) {
    if (entry.missing) it.skip(`${entry.label}: not available (${entry.missing})`, () => undefined)
    else describe(entry.label, () => body(entry))
  }
}

/** Pixel formats of a codec as it is set up; of a file format in process, those of its inner codec. */
export function pixelFormats(entry: Entry, codec = entry.make()): PixelFormat[] {
  const { descriptor, backend } = entry
  const coder = (backend === 'native' && descriptor.container?.inner) || descriptor
  const encoder = String(codec.options.encoder ?? descriptor.encoders[0] ?? '')
  return coder.pixelFormats(codec.options, encoder).map((name) => parsePixelFormat(name)!)
}

/** The best quality that still loses something: the second best where the best is lossless. */
export function nearBest(entry: Entry, codec = entry.make()): number {
  const { descriptor } = entry
  const lossy = codec.qualitySteps.filter((q) => !descriptor.lossless?.(codec.options, q))
  return lossy.at(-1) ?? codec.qualitySteps.at(-1)!
}

/** Whether these options and quality code to the bit. */
export const isLossless = (entry: Entry, codec: Codec, quality: number): boolean =>
  entry.descriptor.lossless?.(codec.options, quality) ?? false
