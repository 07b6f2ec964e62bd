import { findPictures, namesOf, type PictureSource } from '../pictures/sources'
import { keyOf, type PictureOf, type PointOf, ROW_SCHEMA_VERSION } from '../results/index'
import type { RunTask } from '../work/lanes'
import { settingsOf } from '../work/codec'
import { machine } from '../work/machine'
import type { Setup } from '../work/task'
import { describeCodec } from '../work/versions'
import { type Entrant, entrantsOf } from './codecs'
import { withManifests } from './document'
import type { SweepOptions } from './options'
import { checkNames, qualitiesOf } from './qualities'
import { inShard } from './shard'

/** A point that is to be there at the end. */
export interface PlannedPoint {
  path: string
  setup: Setup
  fileExtension: string
  /** The row's part that is known beforehand. */
  about: Omit<PointOf, 'at'>
}

const onePixel = { data: new Uint8Array(3), width: 1, height: 1, channels: 3 }

/** CodecError ERR_UNAVAILABLE of its own, from the codec, for what this machine does not have. */
async function checkAvailable({ codec }: Entrant): Promise<void> {
  if (!codec.available()) await codec.encode(onePixel)
}

/** The codecs that take part. */
export async function availableEntrants(options: SweepOptions): Promise<Entrant[]> {
  const all = entrantsOf(options.codecs, options.programs)
  checkNames(all, options)
  if (options.skipUnavailable) {
    for (const { label, codec } of all) {
      if (!codec.available()) options.onWarning?.(`${label}: left out, not available here`)
    }
    return all.filter(({ codec }) => codec.available())
  }
  for (const entrant of all) await checkAvailable(entrant)
  return all
}

/** A picture that has been read. */
export interface KnownPicture {
  path: string
  about: PictureOf
}

type Describe = (path: string) => Promise<Omit<PictureOf, 'name' | 'source' | 'licence'>>

/** Reads the pictures, several at a time. Rejects for one that cannot be read. */
export async function readPictures(
  options: SweepOptions,
  each: <O>(
    items: readonly PictureSource[],
    work: (item: PictureSource, run: RunTask) => Promise<O>,
  ) => AsyncIterable<O>,
): Promise<KnownPicture[]> {
  const sources = findPictures(withManifests(options.pictures))
  if (sources.length === 0) throw new TypeError('pictures: expected at least one')
  const names = namesOf(sources.map(({ path }) => path))
  const found = new Map<string, KnownPicture>()
  const work = async (source: PictureSource, run: RunTask): Promise<KnownPicture> => {
    const describe: Describe = (path) => run({ kind: 'describe', path })
    const { path, licence, source: origin } = source
    const described = await describe(path).catch((error: Error) => {
      const said = error.message
      const message = said.startsWith(path) ? said : `${path}: ${said}`
      throw Object.assign(new RangeError(message), { cause: error })
    })
    const name = names[sources.indexOf(source)]!
    return {
      path,
      about: { name, ...described, ...(origin && { source: origin }), ...(licence && { licence }) },
    }
  }
  for await (const picture of each(sources, work)) found.set(picture.path, picture)
  return withoutTwins(
    sources.map(({ path }) => found.get(path)!),
    options,
  )
}

function withoutTwins(pictures: KnownPicture[], { onWarning }: SweepOptions): KnownPicture[] {
  const first = new Map<string, KnownPicture>()
  for (const picture of pictures) {
    const { sha256, width, height } = picture.about
    const id = `${sha256} ${width} ${height}`
    const twin = first.get(id)
    if (twin) onWarning?.(`${picture.path} has the samples of ${twin.path}: counted once`)
    else first.set(id, picture)
  }
  return [...first.values()]
}

/** A codec of the plan, with all that its points have in common. */
interface Curve {
  entrant: Entrant
  qualities: number[]
  known: ReturnType<typeof describeCodec>
  options: Record<string, unknown>
}

/** Asks programs for their versions, and waits for them: a good time is while pictures are read. */
export const curvesOf = (entrants: readonly Entrant[], options: SweepOptions): Curve[] =>
  entrants.map((entrant) => ({
    entrant,
    qualities: qualitiesOf(entrant, options),
    known: describeCodec(entrant.codec),
    options: settingsOf(entrant.setup, entrant.codec),
  }))

/** Every point of the sweep's part, picture by picture. RangeError for curves that are the same. */
export function planPoints(
  pictures: readonly KnownPicture[],
  curves: readonly Curve[],
  options: SweepOptions,
): PlannedPoint[] {
  const here = machine()
  const points = new Map<string, PlannedPoint>()
  for (const { path, about: picture } of pictures) {
    for (const { entrant, qualities, known, options: resolved } of curves) {
      const { label, codec, setup } = entrant
      for (const quality of qualities) {
        const point = {
          picture, codec: codec.name, backend: codec.backend, ...known, options: resolved, quality,
        } // prettier-ignore
        const key = keyOf(point)
        const twin = points.get(key)
        if (twin && twin.about.label !== label) {
          throw new RangeError(`codecs: '${twin.about.label}' and '${label}' are the same codec`)
        }
        const about = { schema: ROW_SCHEMA_VERSION, key, label, ...point, machine: here }
        points.set(key, { path, setup, fileExtension: codec.fileExtension, about })
      }
    }
  }
  return [...points.values()].filter(({ about }) => inShard(about.key, options.shard))
}
