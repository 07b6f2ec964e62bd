import { reportData } from '../../../lab/report/data'
import { parts } from '../../../lab/report/parts'
import { paperTheme } from '../../../lab/report/chart/theme'
import type { View } from '../../../lab/report/view'
import { type Swept, swept } from './results'

// A sweep that has not ended: one codec has fewer pictures than another, and the report says so.

let sweep: Swept
beforeAll(async () => (sweep = await swept()), 240_000)
afterAll(() => sweep.remove())

const view = (more: Partial<View> = {}): View => ({
  ...{ metric: 'psnr', picture: 'mean', anchor: 0, hidden: new Set(), rate: 'log' },
  ...{ speed: 'encode', theme: paperTheme, width: 600, height: 400, ...more },
})
const part = (id: string) => parts.find((one) => one.id === id)!

/** The rows without one codec's of the second picture. */
const without = (label: string) => {
  const second = sweep.rows.at(-1)!.picture.sha256
  const all = reportData(sweep.rows)
  const data = reportData(
    sweep.rows.filter((row) => row.label !== label || row.picture.sha256 !== second),
  )
  return { all, data }
}

test('a codec with fewer pictures is named with their number', () => {
  const { all, data } = without('webp')
  const [rd, bd] = [part('rate-distortion'), part('bd-rate')]
  expect(rd.lead(all, view())).toContain('; mean of 2 pictures.')
  const { table, notes } = bd.draw(data, view())
  expect(table.caption).toContain('mean over pictures')
  expect(table.columns.at(-1)!.title).toBe('pictures')
  expect(table.rows.find(([label]) => label === 'webp')!.at(-1)).toBe('1')
  const whole = bd.draw(all, view()).table
  expect([whole.caption, whole.columns.at(-1)!.title]).toEqual([
    expect.stringContaining('mean of 2 pictures'),
    expect.not.stringMatching('pictures'),
  ])
  expect(notes).toContain('webp: mean of 1 of 2 pictures.')
  expect(bd.draw(all, view()).notes.join()).not.toMatch(/mean of/)
})

test('mean curves are of the pictures that all codecs shown have', () => {
  const { all, data } = without('webp')
  const rd = part('rate-distortion')
  const words = 'mean of the 1 of 2 pictures that all codecs shown have'
  expect(rd.lead(data, view())).toContain(`; ${words}.`)
  const { svg, table, notes } = rd.draw(data, view())
  expect(svg).toContain(words)
  expect(notes).toEqual(rd.draw(all, view()).notes)
  expect(table.rows).toEqual(rd.draw(all, view({ picture: 0 })).table.rows)
  expect(part('rate-difference').draw(data, view()).svg).toContain(words)
})

test('an anchor with fewer pictures leaves fewer to every codec', () => {
  const { data } = without('jpeg')
  expect(part('bd-rate').draw(data, view()).notes).toContain('x264, webp: mean of 1 of 2 pictures.')
})

test('a codec that is not shown is not told of; one picture is one picture', () => {
  const { data } = without('webp')
  const place = data.series.findIndex(({ label }) => label === 'webp')
  const lead = part('rate-distortion').lead
  expect(lead(data, view({ hidden: new Set([place]) }))).toContain('; mean of 2 pictures.')
  expect(lead(data, view({ picture: 0 }))).toContain(`; ${data.pictures[0]!.name}.`)
})
