import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeImage } from '../../lib/index'
import { isResult, readResults, sweep } from '../../lab/index'
import { joined } from '../../lab/results/latest'
import { makePicture } from '../helpers/pictures'
import './processes'
import { resultRow } from './rows'

let folder: string
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'nodecodecs-warned-'))))
afterAll(() => rmSync(folder, { recursive: true }))

test('a metric that warns of a small picture leaves rows that can be read', async () => {
  const picture = join(folder, 'small.ppm')
  await writeImage(picture, makePicture({ width: 96, height: 80 }))
  const options = { pictures: [picture], codecs: ['jpeg'], points: 2, out: join(folder, 'out') }
  for (const metrics of [['psnr'], ['psnr', 'ssimulacra2'], ['psnr', 'ssimulacra2', 'ms-ssim']]) {
    for await (const row of sweep({ ...options, metrics })) expect(isResult(row)).toBe(true)
  }
  const rows = readResults([options.out]).rows.filter(isResult)
  expect(rows).toHaveLength(2)
  for (const { metrics, metricVersions, metricErrors, metricWarnings } of rows) {
    expect(Object.keys(metrics)).toEqual(['psnr', 'ssimulacra2'])
    expect(Object.keys(metricVersions)).toEqual(['psnr', 'ssimulacra2'])
    expect(Object.keys(metricErrors!)).toEqual(['ms-ssim'])
    expect(metricWarnings).toEqual([expect.stringMatching(/^ssimulacra2: .*96x80/)])
  }
}, 120_000)

test('two rows of one point have the warnings of both, each once', () => {
  const [a, b] = [{ metricWarnings: ['x', 'y'] }, { metricWarnings: ['y', 'z'] }].map(resultRow)
  expect(joined(a!, b!)).toMatchObject({ metricWarnings: ['x', 'y', 'z'] })
  expect(joined(resultRow(), resultRow())).not.toHaveProperty('metricWarnings')
})
