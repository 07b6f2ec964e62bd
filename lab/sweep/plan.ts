import { type FailedRow, keyOf, type PointOf, ROW_SCHEMA_VERSION } from '../results/index'
import { settingsOf } from '../work/codec'
import { machine } from '../work/machine'
import type { Setup } from '../work/task'
import { describeCodec } from '../work/versions'
import { type Entrant, entrantsOf } from './codecs'
import type { SweepOptions } from './options'
import type { KnownPicture, Pictures, UnreadPicture } from './pictures'
import { checkNames, qualitiesOf } from './qualities'
import { failedRow } from './failure'
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

/** What is to be done, and what cannot be. */
export interface Plan {
  points: PlannedPoint[]
  /** Rows of the pictures that could not be read. */
  unread: FailedRow[]
}

type About<P> = Omit<PlannedPoint['about'], 'picture'> & { picture: P }

/** A picture's points by every curve. */
function* pointsOf<P extends FailedRow['picture']>(picture: P, curves: readonly Curve[]) {
  const here = machine()
  for (const { entrant, qualities, known, options } of curves) {
    const { label, codec } = entrant
    for (const quality of qualities) {
      const point = {
        picture, codec: codec.name, backend: codec.backend, ...known, options, quality,
      } // prettier-ignore
      const key = keyOf(point)
      const about: About<P> = { schema: ROW_SCHEMA_VERSION, key, label, ...point, machine: here }
      yield { about, entrant }
    }
  }
}

function plannedPoints(pictures: readonly KnownPicture[], curves: readonly Curve[]) {
  const points = new Map<string, PlannedPoint>()
  for (const { path, about: picture } of pictures) {
    for (const { about, entrant } of pointsOf(picture, curves)) {
      const { key, label } = about
      const twin = points.get(key)
      if (twin && twin.about.label !== label) {
        throw new RangeError(`codecs: '${twin.about.label}' and '${label}' are the same codec`)
      }
      const { setup, codec } = entrant
      points.set(key, { path, setup, fileExtension: codec.fileExtension, about })
    }
  }
  return [...points.values()]
}

const unreadRows = (pictures: readonly UnreadPicture[], curves: readonly Curve[]): FailedRow[] =>
  pictures.flatMap(({ about: picture, error }) =>
    [...pointsOf(picture, curves)].map(({ about }) => failedRow(about, error)),
  )

/** Every point of the sweep's part, picture by picture. RangeError for curves that are the same. */
export function planPoints(
  { read, unread }: Pictures,
  curves: readonly Curve[],
  { shard }: SweepOptions,
): Plan {
  return {
    points: plannedPoints(read, curves).filter(({ about }) => inShard(about.key, shard)),
    unread: unreadRows(unread, curves).filter(({ key }) => inShard(key, shard)),
  }
}
