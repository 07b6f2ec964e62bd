import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { addon } from '../../lib/backends/native/addon'
import { metricNames } from '../../lib/metrics/names'
import { differences } from '../helpers/metric_differences'
import { largestBy, toleranceOf } from '../helpers/metric_difference_tables'
import { itWhere } from '../helpers/where'

const text = readFileSync(join(__dirname, '..', '..', 'docs', 'data', 'metrics.md'), 'utf8')

/** A table's cells that hold a number: [metric, kind, number]. */
function cellsUnder(heading: string): [string, string, number][] {
  const lines = text.split(`## ${heading}\n`)[1]!.split('\n## ')[0]!.split('\n')
  const [head, , ...rows] = lines
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
  return rows.flatMap(([metric, ...cells]) =>
    cells.flatMap((cell, i): [string, string, number][] =>
      cell === '' ? [] : [[/`(.*)`/.exec(metric!)![1]!, head![i + 1]!, Number(cell)]],
    ),
  )
}

const tables = ['By picture', 'By distortion'].map(cellsUnder)

it.each(tables)('docs/data/metrics.md tells nothing above its tolerance', (...cells) => {
  for (const [metric, kind, off] of cells) {
    expect({ metric, kind, within: off <= toleranceOf(metric) }).toMatchObject({ within: true })
    if (kind === 'tolerance') expect(off).toBe(toleranceOf(metric))
  }
  const told = new Set(cells.map(([metric]) => metric))
  // a program of somebody else's, which has no values to meet
  expect(metricNames.filter((name) => !told.has(name))).toEqual(['vmaf'])
})

const itBuilt = itWhere(addon() !== undefined, 'the native addon is not built')
itBuilt('generated pictures of every kind stay within', () => {
  const found = [...differences({ photographs: false })]
  const cells = [...largestBy(found, 'picture'), ...largestBy(found, 'distortion')]
  for (const [metric, row] of cells) {
    for (const [kind, off] of row) {
      expect({ metric, kind, within: off <= toleranceOf(metric) }).toMatchObject({ within: true })
    }
  }
  const kinds = new Set(found.map(({ picture }) => picture))
  const documented = new Set(tables[0]!.map(([, kind]) => kind))
  for (const kind of ['tolerance', 'photographs']) documented.delete(kind)
  expect(kinds).toEqual(documented)
})
