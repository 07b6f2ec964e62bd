import { bdTable, exportFiles } from '../../lab/index'
import { readAll } from '../../lab/report/read'
import { curvesApart } from '../../lab/results/curves_apart'
import { resultRow } from './rows'

// The same points by several versions of a library, or with other options: a curve each, nowhere one
// of both.

const qualities = [37, 32, 27, 22]
const curve = (label: string, encoderLibrary: string, factor: number, options = {}) =>
  qualities.map((quality, i) =>
    resultRow({
      label,
      codec: label,
      quality,
      options,
      versions: { nodecodecs: '0.1.0', encoder: 'FFmpeg 7.1', encoderLibrary },
      bpp: factor * 0.2 * 2 ** i,
      metrics: { psnr: 32 + 3 * i },
    }),
  )
const old = curve('x265', 'libx265.so.199', 1)
const later = curve('x265', 'libx265.so.215', 0.9)
const other = curve('webp', 'libwebp.so.7', 1.5)
const names = ['x265 (libx265.so.199)', 'x265 (libx265.so.215)']

test('bd-rate has a curve of each, and their difference', () => {
  const { entries } = bdTable([...old, ...later, ...other], { anchor: names[0]! })
  expect(entries.map(({ label }) => label)).toEqual([names[1], 'webp'])
  expect(entries[0]!.mean).toBeCloseTo(-10, 6)
  expect(entries[1]!.mean).toBeCloseTo(50, 6)
})

test('the label alone names no curve then: the error lists them', () => {
  expect(() => bdTable([...old, ...later], { anchor: 'x265' })).toThrow(
    `anchor: no curve 'x265'; there are ${names.join(', ')}`,
  )
})

test('the convex hull is that of one version', () => {
  const { entries } = bdTable([...old, ...later], { anchor: names[0]!, hull: true })
  expect(entries.map(({ label }) => label)).toEqual([names[1]])
  expect(entries[0]!.mean).toBeCloseTo(-10, 6)
})

test('report and export have them, too', () => {
  const rows = [...old, ...later]
  expect([...new Set(readAll(rows).rows.map(({ label }) => label))]).toEqual(names)
  expect(exportFiles(rows, 'compressai')).toHaveLength(2)
  expect(exportFiles(rows, 'codec-compare')).toHaveLength(3) // and the list of them
})

test('versions that share no point are one curve, as of two machines that shared a sweep', () => {
  const rows = [...old.slice(0, 2), ...later.slice(2)]
  expect(curvesApart(rows)).toEqual(rows)
  expect(curvesApart([])).toEqual([])
})

test('only what differs is told', () => {
  const [row] = old
  const ours = { ...row!, versions: { ...row!.versions, nodecodecs: '0.2.0' } }
  expect(curvesApart([row!, ours]).map(({ label }) => label)).toEqual([
    'x265 (nodecodecs 0.1.0)',
    'x265 (nodecodecs 0.2.0)',
  ])
})

const fast = (effort: number, factor: number) =>
  curve('fast', 'libx265.so.199', factor, { effort, threads: 1 })

test('an option that was changed makes a curve of its own', () => {
  const rows = [...fast(2, 1), ...fast(4, 0.9)]
  const { entries } = bdTable(rows, { anchor: 'fast (effort=2)' })
  expect(entries.map(({ label }) => label)).toEqual(['fast (effort=4)'])
  expect(entries[0]!.mean).toBeCloseTo(-10, 6)
  expect(entries[0]!.warnings).toEqual([])
  expect([...new Set(readAll(rows).rows.map(({ label }) => label))]).toEqual([
    'fast (effort=2)',
    'fast (effort=4)',
  ])
})

test('the convex hull is over both', () => {
  const rows = [...fast(2, 1), ...fast(4, 0.9), ...other]
  const { entries } = bdTable(rows, { anchor: 'webp', hull: true })
  expect(entries.map(({ label }) => label)).toEqual(['fast'])
})

test('what is long, a command say, has a number', () => {
  const program = (flag: string) =>
    curve('mine', '', 1, { program: { encode: ['enc', flag, '{input.png}', '{output}'] } })
  const rows = curvesApart([...program('-a'), ...program('-b')])
  expect([...new Set(rows.map(({ label }) => label))]).toEqual([
    'mine (program 1)',
    'mine (program 2)',
  ])
})
