import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCodec, inspect, probeSync, readImageSync } from '../../lib'
import { makePicture } from '../helpers/pictures'
import { itWhere } from '../helpers/where'

// A JPEG XL says its orientation in the codestream, and decoders turn its picture: the size is theirs.

const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-jxl-turned-'))
afterAll(() => rmSync(folder, { recursive: true }))
const found = spawnSync('cjxl', ['--version']).error === undefined
const test = itWhere(found && createCodec('jxl').available(), 'no JPEG XL here')

test.each([1, 2, 3, 4, 5, 6, 7, 8])('orientation %i', (orientation) => {
  const [jpeg, jxl] = [join(folder, 'a.jpg'), join(folder, 'a.jxl')]
  const image = makePicture({ width: 24, height: 16 })
  createCodec('jpeg').applySync(image, { encoded: jpeg, metadata: { orientation } })
  expect(spawnSync('cjxl', [jpeg, jxl, '--lossless_jpeg=0']).status).toBe(0)
  const [height, width] = readImageSync(jxl).shape
  expect([width, height]).toEqual(orientation < 5 ? [24, 16] : [16, 24])
  expect(probeSync(jxl)).toMatchObject({ width, height, orientation: 1 })
  expect(inspect(jxl)).toMatchObject({ width, height })
})
