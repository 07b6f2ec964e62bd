import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeImage } from '../../../lib'
import { describePicture } from '../../../lab/work/picture'
import { makePicture } from '../../helpers/pictures'
import { reportData } from '../../../lab/report/data'
import { findOriginals } from '../../../lab/report/gallery/originals'
import { footMarkup } from '../../../lab/report/page/foot'
import { viewerMarkup } from '../../../lab/report/page/viewer_markup'
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
  const pictures = Array.from({ length: 100 }, (_, i) => ({
    ...pictureOf(i),
    file: pictureOf(i).name,
  }))
  const { paths, notes } = await findOriginals([__filename], pictures, 24)
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
    const wanted = [{ name: 'p.png', file: 'p.png', ...picture }]
    expect(await findOriginals([folder], wanted, 24)).toEqual({ paths: [whole], notes: [] })
    const { paths, notes } = await findOriginals([broken!], wanted, 24)
    expect(paths).toEqual([null])
    expect(notes).toEqual(['p.png: the file of this name has other samples than were measured.'])
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('of many originals some are shown, from first to last, and it is said how to have others', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-originals-'))
  try {
    const wanted = []
    for (let i = 0; i < 5; i++) {
      const path = join(folder, `p${i}.png`)
      await writeImage(path, makePicture({ width: 16 + i, height: 16 }))
      const { picture } = await describePicture(path)
      wanted.push({ name: `p${i}.png`, file: `p${i}.png`, ...picture })
    }
    const { paths, notes } = await findOriginals([folder], wanted, 2)
    expect(paths.flatMap((path, i) => (path ? [i] : []))).toEqual([0, 2])
    expect(notes).toEqual([expect.stringMatching(/^2 of 5 pictures are shown.*--most-pictures/)])
    expect((await findOriginals([folder], wanted, 5)).notes).toEqual([])
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('pictures of one name, of two merged sweeps, have names apart', () => {
  const two = ['aa', 'bb'].map((start) => ({ ...pictureOf(0), sha256: start.padEnd(64, '0') }))
  const rows = [...two, pictureOf(1)].map((picture) => resultRow({ picture }))
  const { pictures } = reportData(rows)
  expect(pictures.map(({ name }) => name)).toEqual(['p0.png (aa0000)', 'p0.png (bb0000)', 'p1.png'])
  expect(pictures.map(({ file }) => file)).toEqual(['p0.png', 'p0.png', 'p1.png'])
})

test('the viewer offers the codecs of which there are pixels: none that is published', () => {
  const published = [{ label: 'learned', description: '', points: [{ bpp: 0.1, metrics: { psnr: 40 } }] }] // prettier-ignore
  const data = reportData(rowsOf(2, 1), { published })
  const items = data.points.map((_, point) => ({ point, address: `${point}.webp` }))
  data.gallery = { originals: ['o.webp'], items, bytes: 1, notes: [], rates: [1] }
  const markup = viewerMarkup(data, 0)
  expect(markup).not.toContain('learned')
  expect(markup).toContain('id="first"><option value="0">c0</option><option value="1" selected>')
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
