import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportFiles } from '../../lab/index'
import { FileNames } from '../../lab/files/names'
import { beside } from '../../lab/report/gallery/store'
import { resultRow } from './rows'

// What two pictures or curves are called must not make them one file.

test('names of any script stay, what no file name holds goes, and each is there once', () => {
  const names = new FileNames()
  const given = ['Fjällräven 1.png', '東京.png', 'a/b:c', 'a b c', 'A_B_C', 'a_b_c-2']
  expect(given.map((name) => names.of(name, '.json'))).toEqual([
    ...['Fjällräven_1.png.json', '東京.png.json', 'a_b_c.json', 'a_b_c-2.json'],
    ...['A_B_C-3.json', 'a_b_c-2-2.json'],
  ])
})

test('pictures of a report', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-names-'))
  try {
    const store = beside(join(folder, 'report.html'))
    const names = ['ä.png', 'ö.png', 'a?.png', 'a*.png']
    const addresses = names.map((name) => store.keep(name, Buffer.from(name), 'webp'))
    const found = addresses.map((address) =>
      readFileSync(join(folder, decodeURIComponent(address)), 'utf8'),
    )
    expect(found).toEqual(names)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test.each(['compressai', 'codec-compare'] as const)('curves of an export as %s', (format) => {
  const labels = ['webp:method=4', 'webp?method=4', 'list', 'ü', 'ö']
  const files = exportFiles(
    labels.map((label) => resultRow({ label })),
    format,
  )
  expect(new Set(files.map(({ name }) => name)).size).toBe(files.length)
  expect(files.length - labels.length).toBe(format === 'compressai' ? 0 : 1)
})
