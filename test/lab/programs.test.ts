import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  bdTable,
  isResult,
  programs,
  readRows,
  type Row,
  sweep,
  type SweepOptions,
} from '../../lab/index'
import { defineCodec, writeImage } from '../../lib/index'
import { makePicture } from '../helpers/pictures'
import { runCli } from '../helpers/run_cli'
import './processes'

// Programs of somebody else's beside the library's codecs.

const python = spawnSync('python3', ['-c', 'import zlib'], { timeout: 20_000 })
const here = python.status === 0 ? test : test.skip
const name = (text: string) => (python.status === 0 ? text : `${text}: needs python3 with zlib`)

let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nodecodecs-programs-'))
  mkdirSync(join(folder, 'photos'))
  for (const [file, texture] of [
    ['a', 0.05],
    ['b', 0.2],
  ] as const) {
    const photo = makePicture({ width: 96, height: 80, texture })
    await writeImage(join(folder, 'photos', `${file}.png`), photo)
  }
  copyFileSync(join(__dirname, '../../examples/own_codec/codec.py'), join(folder, 'codec.py'))
  writeFileSync(join(folder, 'paper.yaml'), paper)
})
afterAll(() => rmSync(folder, { recursive: true }))

const paper = `
pictures: [photos]
codecs: [jpeg, webp, mine, { codec: mine, label: coarse, quality: [28, 17] }, broken]
programs:
  mine:
    encode: [python3, '{here}/codec.py', encode, '{input.ppm}', '{output}', '{quality}']
    decode: [python3, '{here}/codec.py', decode, '{input}', '{output.ppm}']
    quality: { name: step, worst: 32, best: 2 }
    extension: .zc
    version: '1'
  broken:
    encode: [python3, -c, 'import sys; sys.exit("no model")', '{input.png}', '{output}']
    decode: [python3, -c, '', '{input}', '{output.png}']
points: 4
metrics: [psnr]
`
const rowsOf = (out: string) => readRows(join(folder, out, 'results.jsonl'))

here(
  name('a codec in Python: sweep, resume, BD-rate, report'),
  async () => {
    const sweepIt = ['sweep', join(folder, 'paper.yaml'), '--out', join(folder, 'out')]
    const { code, stderr } = await runCli(sweepIt)
    expect(stderr).toMatch(/failed, 2: broken: python3 failed with exit code 1: no model/)
    expect(code).toBe(1)
    const rows = rowsOf('out')
    const mine = rows.filter((row) => row.label === 'mine')
    expect(mine).toHaveLength(8)
    for (const row of mine.filter(isResult)) {
      expect(row).toMatchObject({ codec: 'mine', backend: 'cli', encoder: 'python3' })
      expect(row.versions.encoder).toBe('1')
      expect(row.metrics.psnr).toBeGreaterThan(20)
      const stream = readFileSync(join(folder, 'out', 'streams', `${row.stream}.zc`))
      expect(stream).toHaveLength(row.bytes)
      expect(JSON.stringify(row.options)).not.toContain(folder)
    }
    expect(rows.filter((row) => row.label === 'coarse')).toHaveLength(4)

    // in another place it is the same codec: nothing is run again
    const { stderr: again } = await runCli(sweepIt)
    expect(again).toMatch(/30 points/)
    expect(rowsOf('out')).toEqual(rows)

    const table = await runCli(['bd-rate', join(folder, 'out'), '--anchor', 'jpeg', '--json'])
    expect(table.stderr + table.stdout).toContain('mine')
    const page = join(folder, 'page.html')
    await runCli(['report', join(folder, 'out'), '--out', page])
    expect(readFileSync(page, 'utf8')).toContain('mine')
    const [entry] = bdTable(rows, { anchor: 'jpeg' }).entries.filter((one) => one.label === 'mine')
    expect(entry).toBeDefined()
  },
  180_000,
)

test('other commands under the same name make other points', async () => {
  const keys = async (step: string) => {
    const quantise = [process.execPath, join(__dirname, '../programs/quantise.js')]
    const own = {
      encode: [...quantise, 'encode', '{input.ppm}', '{output}', step],
      decode: [...quantise, 'decode', '{input}', '{output.ppm}'],
      containerBytes: 5,
    }
    const rows: Row[] = []
    const options = { pictures: [join(folder, 'photos')], codecs: ['own'], programs: { own } }
    for await (const row of sweep({ ...options, metrics: ['psnr'] })) rows.push(row)
    return rows.filter(isResult)
  }
  const [one, two] = [await keys('8'), await keys('9')]
  expect(one).toHaveLength(2)
  expect(one.map(({ key }) => key)).not.toEqual(two.map(({ key }) => key))
  expect(one[0]!.bpp).toBeCloseTo((8 * one[0]!.bytes) / (96 * 80), 9)
})

test('the split is of the bytes that count: a declared container is no part of it', async () => {
  const copy = [process.execPath, '-e', 'fs.copyFileSync(...process.argv.slice(1))']
  const whole = { encode: [...copy, '{input.png}', '{output}'], decode: [...copy, '{input}', '{output.png}'] } // prettier-ignore
  const programs = { whole, less: { ...whole, containerBytes: 8 } }
  const rows: Row[] = []
  const options = { pictures: [join(folder, 'photos')], codecs: ['whole', 'less'], programs }
  for await (const row of sweep({ ...options, metrics: ['psnr'] })) rows.push(row)
  const found = rows.filter(isResult)
  expect(found).toHaveLength(4)
  for (const { bytes, split } of found) {
    expect(Object.values(split!).reduce((sum, part) => sum + part)).toBe(bytes)
  }
  const of = (label: string) => found.find((row) => row.label === label)!
  expect(of('less').split!.container).toBe(of('whole').split!.container - 8)
})

test('a codec that was defined before takes part by its name', async () => {
  const quantise = [process.execPath, join(__dirname, '../programs/quantise.js')]
  defineCodec({
    name: 'defined',
    encode: [...quantise, 'encode', '{input.ppm}', '{output}', '9'],
    decode: [...quantise, 'decode', '{input}', '{output.ppm}'],
  })
  const rows: Row[] = []
  const options = { pictures: [join(folder, 'photos')], codecs: ['defined'], metrics: ['psnr'] }
  for await (const row of sweep(options)) rows.push(row)
  expect(rows.filter(isResult)).toHaveLength(2)
})

test('mistakes in a description name it before anything runs', async () => {
  const options = { pictures: [join(folder, 'photos')], codecs: ['own'] }
  const run = async (programs: object, more: object = {}) => {
    const rows = sweep({ ...options, ...more, programs } as SweepOptions)
    await rows.next().finally(() => rows.return())
  }
  await expect(run({}, { codecs: ['unheard'] })).rejects.toThrow(/codec 'unheard' is not known/)
  await expect(run({ own: { encode: ['x'] } })).rejects.toThrow(/codec own: encode: expected/)
  await expect(run({ own: { command: [] } })).rejects.toThrow(/codec own: key 'command'/)
  const absent = { encode: ['not-there', '{input.png}', '{output}'], decode: ['x', '{input}', '{output.png}'] } // prettier-ignore
  await expect(run({ own: absent })).rejects.toThrow(/there is no program not-there/)
})

test('templates have the name of their entry', () => {
  for (const [key, { name: own }] of Object.entries(programs)) expect(own).toBe(key)
})
