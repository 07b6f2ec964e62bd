import { toCsv } from '../../../lab/export/csv'
import { reportData } from '../../../lab/report/data'
import { footMarkup } from '../../../lab/report/page/foot'
import { checkRow } from '../../../lab/results/check'
import { resultRow } from '../rows'

// What a metric said of its own value goes along to the page, the CSV and the schema.

const small = 'ssimulacra2: 96x80 is small <for it>'

test('the page says each warning once, and of how many points', () => {
  const rows = [10, 50, 90].map((quality) =>
    resultRow({ quality, key: `key${quality}`, metricWarnings: [small] }),
  )
  const data = reportData(rows)
  expect(data.warnings).toEqual([{ message: small, points: 3 }])
  const page = footMarkup(data)
  expect(page.split('96x80 is small &lt;for it&gt; (3 points)')).toHaveLength(2)
  expect(footMarkup(reportData([resultRow()]))).not.toContain('points)')
})

test('of many warnings six, and how many are left', () => {
  const metricWarnings = Array.from({ length: 9 }, (_, i) => `warning ${i}`)
  const page = footMarkup(reportData([resultRow({ metricWarnings })]))
  expect(page.match(/warning \d \(1 point\)/g)).toHaveLength(6)
  expect(page).toContain('And 3 more such warnings')
})

test('CSV has them in a column', () => {
  const [head, line] = toCsv([resultRow({ metricWarnings: [small, 'other'] })]).split('\r\n')
  expect(line!.split(',')[head!.split(',').indexOf('warnings')]).toBe(`${small}; other`)
})

test('a row with another kind of warning is refused', () => {
  const row = resultRow({ metricWarnings: [3 as never] })
  expect(() => checkRow(row, 'line 1')).toThrow(/line 1.*metricWarnings\[0\].*expected string/)
})
