// A rate-distortion study: curves of four codecs over a folder, BD-rates with their intervals, a page.
// What is in OUT already is not measured again:
//   node rd_study.js photos study
import { join } from 'node:path'
import { bdTable, report, sweep } from 'nodecodecs/lab'

const [pictures, out, points = '6'] = process.argv.slice(2)
if (!out) throw new TypeError('expected: node rd_study.js PICTURES OUT [POINTS]')
const codecs = ['jpeg', 'webp', 'quick=avif:effort=0,tune=psnr', 'avif:effort=4,tune=psnr']

const rows = []
const metrics = ['psnr', 'ms-ssim']
for await (const row of sweep({
  pictures: [pictures],
  codecs,
  points: Number(points),
  metrics,
  out,
})) {
  if (row.error) console.error(`${row.label} at ${row.quality}: ${row.error.message}`)
  rows.push(row)
}

const { entries } = bdTable(rows, { anchor: 'jpeg' })
console.table(
  entries.map(({ label, metric, mean, interval }) => ({
    codec: label,
    metric,
    'BD-rate, %': mean?.toFixed(1),
    '95 %': interval?.map((bound) => bound.toFixed(1)).join(' to '),
  })),
)

const page = join(out, 'report.html')
const written = await report([out], { out: page, pictures: [pictures], anchor: 'jpeg' })
console.log(`${written.points} points in ${written.page}`)
