import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mergeResults, writeRows } from '../../lab/index'
import { resultRow } from './rows'

// What two machines found, put together.

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'nodecodecs-merge-'))))
afterEach(() => rmSync(folder, { recursive: true }))

const rowsOf = (encoder: string) =>
  [22, 27].map((quality) => resultRow({ quality, versions: { nodecodecs: '0.1.0', encoder } }))

function merged(...versions: string[]) {
  const files = versions.map((encoder, i) => {
    const file = join(folder, `${i}.jsonl`)
    writeRows(file, rowsOf(encoder))
    return file
  })
  return mergeResults(files)
}

test('the same points by another library version are told, once a curve', () => {
  const { rows, warnings } = merged('FFmpeg 5.1.9', 'FFmpeg 7.1')
  expect(rows).toHaveLength(4)
  expect(warnings).toEqual(['x265: the same points by FFmpeg 5.1.9; FFmpeg 7.1'])
})

test('the same points by the same version are one, and nothing is to be said', () => {
  const { rows, warnings } = merged('FFmpeg 5.1.9', 'FFmpeg 5.1.9')
  expect([rows.length, warnings]).toEqual([2, []])
})
