import { parseTable } from '../../lab/files/table'

// Manifests as spreadsheets write them.

test.each([
  ['commas', 'path,licence\na.png,CC0\n'],
  ['tabs, and a comma inside', 'path\tlicence\na.png\tCC0'],
  ['spaces around', ' path , licence \n a.png , CC0 \n'],
  ['quotes that are not needed', '"path","licence"\r\n"a.png","CC0"\r\n'],
  ['a byte order mark, lines without a cell', '\uFEFFpath,licence\r\n\r\na.png,CC0\r\n,\r\n\r\n'],
])('%s', (_, text) => {
  expect(parseTable(text)).toEqual([{ path: 'a.png', licence: 'CC0' }])
})

test('quotes keep a separator, a quote and the end of a line', () => {
  const text = 'path,source\n"a, b.png","he said ""yes"""\nc.png,"two\nlines"\n'
  expect(parseTable(text)).toEqual([
    { path: 'a, b.png', source: 'he said "yes"' },
    { path: 'c.png', source: 'two\nlines' },
  ])
})

test('cells that are empty or not there are left out; too many are refused', () => {
  expect(parseTable('path,sha256,source\na,,x\nb\n')).toEqual([
    { path: 'a', source: 'x' },
    { path: 'b' },
  ])
  const wrong = 'path,licence\na.png,CC BY 4.0, Jane Doe\n'
  expect(() => parseTable(wrong)).toThrow(new RangeError('row 1: 3 cells below 2 names'))
  expect(parseTable('')).toEqual([])
})
