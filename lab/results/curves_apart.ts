import { indifferent } from './key'
import { isResult, type PointOf, type Row } from './row'

/** A point that is planned, or has been measured. */
type Coded = Omit<PointOf, 'at'>

/** Longer values, a program's commands say, are told by a number instead. */
const LONGEST = 24

type Parts = ReadonlyMap<string, string>

/** The versions that coded a point: a name for each, and how it is told. */
const versionParts = ({ versions }: Coded): Parts =>
  new Map([
    ['encoder version', versions.encoder],
    ['encoder library', versions.encoderLibrary ?? ''],
    ['decoder library', versions.decoderLibrary ?? ''],
    ['nodecodecs', `nodecodecs ${versions.nodecodecs}`],
  ])

/** All that coded it, options included. */
function settingParts(row: Coded): Parts {
  const { codec, backend, encoder } = row
  const options = Object.entries(row.options).filter(([name]) => !indifferent.includes(name))
  return new Map([
    ...versionParts(row),
    ...Object.entries({ codec, backend, encoder }),
    ...options.map(([name, value]) => [name, toldOption(name, value)] as const),
  ])
}

const toldOption = (name: string, value: unknown): string =>
  `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`

const told = (parts: readonly string[]): string =>
  [...new Set(parts.filter((part) => part !== ''))].join(', ')

/** `FFmpeg 5.1.9, libx265.so.199, libavcodec.so.59, nodecodecs 0.1.0` */
export const versionOf = (row: Coded): string => told([...versionParts(row).values()])

/** Which parts tell rows of one place apart. */
function differing(places: readonly Coded[][], partsOf: (row: Coded) => Parts): string[] {
  const found = new Set<string>()
  for (const rows of places) {
    const all = rows.map(partsOf)
    for (const name of new Set(all.flatMap((parts) => [...parts.keys()]))) {
      if (new Set(all.map((parts) => parts.get(name))).size > 1) found.add(name)
    }
  }
  return [...found]
}

/** Of these parts the fewest that tell as many settings apart: an effort, without what it stands for. */
function fewest(names: readonly string[], rows: readonly Coded[]): string[] {
  const all = rows.map(settingParts)
  const settings = (by: readonly string[]): number =>
    new Set(all.map((parts) => JSON.stringify(by.map((name) => parts.get(name) ?? null)))).size
  const kept: string[] = []
  for (const name of names) {
    if (settings([...kept, name]) > settings(kept)) kept.push(name)
  }
  return kept
}

/** Points of one label, quality and picture. */
function placesOf(rows: readonly Coded[]): Coded[][] {
  const places = new Map<string, Coded[]>()
  for (const row of rows) {
    const place = `${row.label} ${row.quality} ${row.picture.sha256}`
    const there = places.get(place)
    if (there) there.push(row)
    else places.set(place, [row])
  }
  return [...places.values()]
}

/** How the rows of one label are told apart by these parts. */
function namesOf(names: readonly string[]): (row: Coded) => string {
  const long = new Map<string, string>()
  const short = (name: string, part: string): string => {
    if (part.length <= LONGEST + name.length) return part
    const known = long.get(part) ?? `${name} ${long.size + 1}`
    long.set(part, known)
    return known
  }
  return (row) => {
    const parts = settingParts(row)
    return told(names.map((name) => short(name, parts.get(name) ?? `${name}=default`)))
  }
}

/**
 * Labels of which one point at least is there several times, by other versions, options or encoders
 * (or by other versions alone): how each of their rows is told from the others, `libx265.so.209` or
 * `effort=4`.
 */
export function labelsApart(
  rows: readonly Coded[],
  by: 'setting' | 'version' = 'setting',
): Map<string, (row: Coded) => string> {
  const partsOf = by === 'version' ? versionParts : settingParts
  const mixed = placesOf(rows).filter((place) => place.length > 1)
  const labels = [...new Set(mixed.map(([row]) => row!.label))]
  return new Map(
    labels.flatMap((label) => {
      const places = mixed.filter(([row]) => row!.label === label)
      const names = differing(places, partsOf)
      const versions = names.filter((name) => versionParts(places[0]![0]!).has(name))
      const others = names.filter((name) => !versions.includes(name))
      const told = [...versions, ...fewest(others, places.flat())]
      return told.length > 0 ? [[label, namesOf(told)] as const] : []
    }),
  )
}

/**
 * A curve a setting, `x265 (libx265.so.209)`, `fast (effort=4)`, where a label has the same points by
 * several: a curve can go through one of them only. All other rows are as they were.
 */
export function curvesApart<R extends Row>(rows: readonly R[], by?: 'setting' | 'version'): R[] {
  const apart = labelsApart((rows as readonly Row[]).filter(isResult), by)
  return rows.map((row) => {
    const name = isResult(row) && apart.get(row.label)?.(row)
    return name ? { ...row, label: `${row.label} (${name})` } : row
  })
}
