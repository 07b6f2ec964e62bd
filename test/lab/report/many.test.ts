import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeImage } from '../../../lib'
import { describePicture } from '../../../lab/work/picture'
import { makePicture } from '../../helpers/pictures'
import { reportData } from '../../../lab/report/data'
import { findOriginals } from '../../../lab/report/gallery/originals'
import { footMarkup } from '../../../lab/report/page/foot'
import { failedRow, resultRow } from '../rows'

// Results of many pictures, and of many failures.

const pictureOf = (i: number) => ({
  ...{ name: `p${i}.png`, sha256: i.toString(16).padStart(64, '0') },
  ...{ width: 768, height: 512, channels: 3, bitDepth: 8 },
})

const rowsOf = (labels: number, pictures: number) =>
  Array.from({ length: labels }, (_, label) =>
    Array.from({ length: pictures }, (__, i) =>
      resultRow({ label: `c${label}`, picture: pictureOf(i), metrics: { psnr: 30 } }),
    ),
  ).flat()

test('tables of all pairs, unless they would outgrow the points', () => {
  expect(reportData(rowsOf(20, 2)).bd).toHaveLength(20)
  const { bd } = reportData(rowsOf(20, 140), { anchor: 'c3' })
  expect(bd.map(({ anchor }) => anchor)).toEqual(['c3'])
})

test('originals that are not given are told in a line', async () => {
  const pictures = Array.from({ length: 100 }, (_, i) => pictureOf(i))
  const { paths, notes } = await findOriginals([__filename], pictures)
  expect(paths).toEqual(Array(100).fill(null))
  expect(notes).toEqual([
    'p0.png, p1.png, p2.png, p3.png, p4.png and 95 more: not among the files given.',
  ])
})

test('a file of the same name that cannot be read is passed over', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-originals-'))
  try {
    const [broken, whole] = ['1', '2'].map((name) => join(folder, name, 'p.png'))
    for (const name of ['1', '2']) mkdirSync(join(folder, name))
    writeFileSync(broken!, 'no picture')
    await writeImage(whole!, makePicture({ width: 16, height: 16 }))
    const { picture } = await describePicture(whole!)
    const wanted = [{ name: 'p.png', ...picture }]
    expect(await findOriginals([folder], wanted)).toEqual({ paths: [whole], notes: [] })
    const { paths, notes } = await findOriginals([broken!], wanted)
    expect(paths).toEqual([null])
    expect(notes).toEqual(['p.png: the file of this name has other samples than were measured.'])
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test.each([
  [12, 'x265 0, 1, 2, 3, 4, 5, 6, 7, 8, 9; webp 10, 11'],
  [13, '13 points, of x265, webp'],
])('%d failed points of a picture, of one reason, in the foot', (count, said) => {
  const failed = Array.from({ length: count }, (_, quality) =>
    failedRow({ label: quality < 10 ? 'x265' : 'webp', picture: pictureOf(0), quality }),
  )
  const markup = footMarkup(reportData([resultRow(), ...failed]))
  const table = markup.slice(markup.indexOf('Points that failed'), markup.indexOf('<details>'))
  expect(table.match(/libx265 failed/g)).toHaveLength(1)
  expect(table).toContain(said)
})
