import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeImageSync } from '../../lib'
import { probeSync } from '../../lib/probe'
import { makePicture } from '../helpers/pictures'
import { itWhere } from '../helpers/where'

const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-jxl-colour-'))
afterAll(() => rmSync(folder, { recursive: true }))
const found = spawnSync('cjxl', ['--version']).error === undefined
const test = itWhere(found, 'no cjxl')

test.each([
  ['RGB_D65_SRG_Rel_SRG', { primaries: 1, transfer: 13 }],
  ['RGB_D65_DCI_Rel_SRG', { primaries: 12, transfer: 13 }],
  ['RGB_D65_202_Rel_PeQ', { primaries: 9, transfer: 16 }],
  ['RGB_D65_202_Rel_HLG', { primaries: 9, transfer: 18 }],
  ['RGB_D65_SRG_Rel_Lin', { primaries: 1, transfer: 8 }],
  ['RGB_D65_SRG_Rel_g0.5', { primaries: 1, transfer: 2, gamma: 2 }],
  ['Gra_D65_Rel_SRG', { primaries: 1, transfer: 13 }],
])('JPEG XL of %s', (name, colour) => {
  const gray = name.startsWith('Gra')
  const [picture, jxl] = [join(folder, gray ? 'a.pgm' : 'a.ppm'), join(folder, 'a.jxl')]
  writeImageSync(picture, makePicture({ width: 16, height: 8, channels: gray ? 1 : 3 }))
  const args = [picture, jxl, '-d', '0', '-x', `color_space=${name}`]
  expect(spawnSync('cjxl', args, { timeout: 60_000 }).status).toBe(0)
  expect(probeSync(Uint8Array.from(readFileSync(jxl)))).toMatchObject({
    channels: gray ? 1 : 3,
    colour,
  })
})
