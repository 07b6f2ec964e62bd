import { type Difference, distortionKinds, isRelative, pictureKinds } from './metric_differences'

/**
 * What may lie between ours and the other implementation: nothing but roundings of doubles, in
 * libvmaf and libjxl of floats, and of printed digits.
 */
const tolerances: readonly (readonly [RegExp, number])[] = [
  [/^psnr-hvs|^ssimulacra2$/, 2e-3],
  [/^(butteraugli|ciede2000|xpsnr)/, 1e-4],
  [/^ssimulacra2-exact$/, 1e-6],
  [/./, 1e-9],
]

export const toleranceOf = (metric: string): number =>
  tolerances.find(([names]) => names.test(metric))![1]

/** metric -> kind -> the largest difference. */
export type Largest = Map<string, Map<string, number>>

export function largestBy(
  found: readonly Difference[],
  kind: 'picture' | 'distortion' | 'metric',
): Largest {
  const table: Largest = new Map()
  for (const difference of found) {
    const row = table.get(difference.metric) ?? new Map<string, number>()
    const column = difference[kind]
    row.set(column, Math.max(row.get(column) ?? 0, difference.off))
    table.set(difference.metric, row)
  }
  return table
}

const cell = (off: number | undefined): string =>
  off === undefined ? '' : off === 0 ? '0' : off.toExponential(0)

function markdown(largest: Largest, kinds: readonly string[]): string {
  const columns = kinds.filter((kind) => [...largest.values()].some((row) => row.has(kind)))
  const head = ['metric', 'tolerance', ...columns]
  const rows = [...largest].map(([metric, row]) => [
    `\`${metric}\`${isRelative(metric) ? ', relative' : ''}`,
    cell(toleranceOf(metric)),
    ...columns.map((kind) => cell(row.get(kind))),
  ])
  const lines = [head, head.map((_, i) => (i === 0 ? '---' : '---:')), ...rows]
  return lines.map((line) => `| ${line.join(' | ')} |`).join('\n')
}

/** What docs/data/metrics.md holds from its first table on. */
export function differenceTables(found: readonly Difference[]): string {
  const byPicture = markdown(largestBy(found, 'picture'), pictureKinds)
  const byDistortion = markdown(largestBy(found, 'distortion'), Object.keys(distortionKinds))
  return `## By picture\n\n${byPicture}\n\n## By distortion\n\n${byDistortion}\n`
}
