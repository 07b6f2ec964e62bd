import { isResult, type Result, type Row } from './comparison_row'

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

const figures = ['bytes', 'bpp', 'reached', 'psnr', 'psnr-ycbcr', 'encodeMs', 'decodeMs'] as const

type Figure = (typeof figures)[number]

/** Gray pictures have no YCbCr figures. */
const inAll =
  (group: readonly Result[]) =>
  (name: Figure): boolean =>
    group.every((row) => row[name] !== undefined)

/** Of those that are finite for every picture. */
function meanMetrics(group: readonly Result[]) {
  const names = Object.keys(group[0]!.metrics ?? {})
  if (names.length === 0) return {}
  const values = names.map((name) => {
    const all = group.map(({ metrics: own }) => own?.[name] ?? NaN)
    const value = mean(all)
    return [name, Number.isFinite(value) ? value : null] as const
  })
  return { metrics: Object.fromEntries(values) }
}

/** Arithmetic means over the pictures, per codec and backend (dB as dB); of those that have all. */
export function means(rows: readonly Row[], images: number): Result[] {
  const groups = new Map<string, Result[]>()
  for (const row of rows.filter(isResult)) {
    const key = `${row.codec} ${row.backend}`
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  return [...groups.values()]
    .filter((group) => group.length === images)
    .map((group) => {
      const of = (name: Figure): number => mean(group.map((row) => row[name]!))
      return {
        ...group[0]!,
        image: 'mean',
        quality: Number(mean(group.map((row) => row.quality)).toFixed(1)),
        ...Object.fromEntries(figures.filter(inAll(group)).map((name) => [name, of(name)])),
        ...meanMetrics(group),
      }
    })
}
