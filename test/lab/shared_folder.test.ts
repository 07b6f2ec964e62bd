import fs, { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mergeResults } from '../../lab/index'
import { readRows, writeRows } from '../../lab/results/index'
import { openStore } from '../../lab/sweep/store'
import { resultRow } from './rows'

// Two sweeps, parts of one or not, that keep what they find in one folder at the same time.

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'nodecodecs-shared-'))))
afterEach(() => {
  jest.restoreAllMocks()
  rmSync(folder, { recursive: true })
})

const [a, b, c] = [22, 27, 32].map((quality) => resultRow({ quality }))
const more = { ...a!, metrics: { ssim: 0.9 }, metricVersions: { ssim: 'nodecodecs 0.1.0' } }
const results = () => readRows(join(folder, 'results.jsonl')).map(({ quality }) => quality)

test('what one finds after the other has ended is kept', () => {
  const [first, second] = [openStore(folder, true), openStore(folder, true)]
  for (const row of [a!, more]) first.add(row) // two lines of one point: made one at the end
  first.close()
  second.add(b!)
  second.add(c!)
  second.close()
  expect(results()).toEqual([22, 27, 32])
})

test('what one finds while the other ends is kept', () => {
  const [first, second] = [openStore(folder, true), openStore(folder, true)]
  for (const row of [a!, more]) first.add(row)
  const flush = fs.fsyncSync
  jest.spyOn(fs, 'fsyncSync').mockImplementationOnce((file) => {
    second.add(b!)
    flush(file)
  })
  first.close()
  expect(results()).toEqual([22, 27])
  second.close()
  expect(fs.readdirSync(folder).sort()).toEqual(['results.jsonl', 'streams'])
})

test('both may keep the same stream', () => {
  const store = openStore(folder, true)
  const path = join(folder, 'streams', 'abc.jpg')
  const rename = fs.renameSync
  jest.spyOn(fs, 'renameSync').mockImplementationOnce((from, to) => {
    // the other process, meanwhile
    writeFileSync(`${path}.tmp`, 'stream')
    rename(`${path}.tmp`, path)
    rename(from, to)
  })
  store.keepStream('abc', '.jpg', Buffer.from('stream'))
  store.close()
  expect(readFileSync(path, 'utf8')).toBe('stream')
})

test('a merge that was interrupted leaves no part of a stream for a whole one', () => {
  const part = join(folder, 'part')
  mkdirSync(join(part, 'streams'), { recursive: true })
  writeFileSync(join(part, 'streams', 'abc.jpg'), 'a whole stream')
  writeRows(join(part, 'results.jsonl'), [a!])
  jest.spyOn(fs, 'copyFileSync').mockImplementationOnce((_, to) => {
    writeFileSync(to, 'a who')
    throw new Error('no space')
  })
  const out = join(folder, 'out')
  expect(() => mergeResults([part], { out })).toThrow('no space')
  mergeResults([part], { out })
  expect(readFileSync(join(out, 'streams', 'abc.jpg'), 'utf8')).toBe('a whole stream')
})
