import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { metrics, metricsSync } from '../../lib/index'
import { changed, synth } from '../helpers/raster'

// Stand-ins for the two programs, by their documented command lines and outputs: neither is in
// Debian. Their "score" is 97 less the mean difference of the luma codes that they were given, so
// that it tells whether both pictures arrived, in the right order, depth and range.
const READ = `
const fs = require('fs')
const args = process.argv.slice(2)
function score(original, distorted, width, height, depth) {
  const bytes = depth > 8 ? 2 : 1
  const chroma = 2 * Math.ceil(width / 2) * Math.ceil(height / 2)
  const planes = [original, distorted].map((path) => {
    const file = fs.readFileSync(path)
    if (file.length !== (width * height + chroma) * bytes) process.exit(9)
    const at = (i) => (bytes === 2 ? file.readUInt16LE(2 * i) : file[i])
    for (let i = 0; i < chroma; i++) if (at(width * height + i) !== 2 ** (depth - 1)) process.exit(8)
    return Array.from({ length: width * height }, (_, i) => at(i) / 2 ** (depth - 8))
  })
  const sum = planes[0].reduce((total, code, i) => total + code - planes[1][i], 0)
  return (97 - sum / (width * height)).toFixed(6)
}`

const VMAF = `${READ}
const given = {}
for (let i = 0; i < args.length; i++) {
  const name = args[i].slice(2)
  given[name] = name === 'json' || name === 'quiet' ? true : args[++i]
}
if (given.pixel_format !== '420' || !given.json || given.model.split(':')[0] !== 'version=vmaf_v0.6.1')
  process.exit(7)
const mean = score(given.reference, given.distorted, +given.width, +given.height, +given.bitdepth)
fs.writeFileSync(given.output, \`{
  "version": "3.0.0",
  "frames": [
    { "frameNum": 0, "metrics": { "integer_motion2": 0.000000, "vmaf": \${mean} } }
  ],
  "pooled_metrics": {
    "integer_motion2": {
      "min": 0.000000,
      "mean": 0.000000
    },
    "vmaf": {
      "min": \${mean},
      "max": \${mean},
      "mean": \${mean},
      "harmonic_mean": \${mean}
    }
  },
  "aggregate_metrics": {
  }
}\`)`

const FFMPEG = `${READ}
if (args.includes('-version')) console.log('ffmpeg version 7.1')
else if (args.includes('-filters')) console.log(' .. libvmaf           VV->V      Calculate the VMAF.')
else if (args.includes('-i')) {
  const inputs = args.flatMap((word, i) => (word === '-i' ? [args[i + 1]] : []))
  const [width, height] = args[args.indexOf('-s') + 1].split('x')
  const depth = Number(/yuv420p(\\d*)/.exec(args[args.indexOf('-pix_fmt') + 1])[1] || 8)
  const value = score(inputs[1], inputs[0], +width, +height, depth)
  console.error('[Parsed_libvmaf_0 @ 0x1] VMAF score: ' + value)
}`

const PATH = process.env.PATH
let folder: string

/** `name` does `code` from now on, and is all that there is in PATH. */
function install(name: string, code: string): void {
  writeFileSync(join(folder, `${name}.js`), code)
  const start = `#!/bin/sh\nexec '${process.execPath}' '${join(folder, name)}.js' "$@"\n`
  writeFileSync(join(folder, name), start, { mode: 0o755 })
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nodecodecs-test-'))
  process.env.PATH = folder
})
afterEach(() => {
  process.env.PATH = PATH
  rmSync(folder, { recursive: true })
})

const flat = (level: number, channels: number, bitDepth: number) => {
  const length = 21 * 17 * channels
  const value = Math.round((level * (2 ** bitDepth - 1)) / 255)
  const data = bitDepth > 8 ? new Uint16Array(length) : new Uint8Array(length)
  return { data: data.fill(value), width: 21, height: 17, channels, bitDepth }
}

const left = () => readdirSync(tmpdir()).filter((name) => /^nodecodecs-(?!test)/.test(name))

describe.each([
  ['vmaf', VMAF],
  ['ffmpeg', FFMPEG],
])('vmaf by the program %s (a stand-in)', (name, code) => {
  beforeEach(() => install(name, code))

  it.each([
    [1, 8],
    [3, 8],
    [4, 8],
    [3, 10],
    [1, 16],
    [3, 16],
  ])('%i channels of %i bit: the original first, in limited range', async (channels, bitDepth) => {
    const [white, black] = [flat(255, channels, bitDepth), flat(0, channels, bitDepth)]
    expect(await metrics(white, black, ['vmaf'])).toEqual({ vmaf: 97 - 219 })
    expect(metricsSync(black, white, ['vmaf'])).toEqual({ vmaf: 97 + 219 })
    expect(metricsSync(white, white, ['vmaf'])).toEqual({ vmaf: 97 })
  })

  it('gets the samples that the call was made with', async () => {
    const [a, b] = [flat(255, 3, 8), flat(255, 3, 8)]
    const result = metrics(a, b, ['vmaf'])
    a.data.fill(0)
    expect(await result).toEqual({ vmaf: 97 })
  })

  it('is refused below 16 samples, and leaves nothing behind', async () => {
    const before = left()
    const small = { data: new Uint8Array(15 * 20), width: 15, height: 20, channels: 1 }
    await expect(metrics(small, small, ['vmaf'])).rejects.toThrow(RangeError)
    await metrics(flat(9, 3, 8), flat(8, 3, 8), ['vmaf'])
    expect(left()).toEqual(before)
  })
})

describe('vmaf', () => {
  it('is the same by either program', async () => {
    // more than one step's worth of pixels
    const a = synth(600, 500)
    const b = changed(a, (sample, index) => sample ^ (index % 7))
    install('vmaf', VMAF)
    const own = await metrics(a, b, ['vmaf'])
    install('ffmpeg', FFMPEG)
    expect(await metrics(a, b, ['vmaf'])).toEqual(own)
  })

  it.each([
    ['that writes no report', ''],
    [
      'whose report has no score',
      `${VMAF}\nfs.writeFileSync(given.output, '{"pooled_metrics": {}}')`,
    ],
    ['whose score is null', `${VMAF.replaceAll('${mean}', 'null')}`],
    ['that fails', 'process.exit(3)'],
  ])('a program vmaf %s: ERR_CHILD', async (_, code) => {
    install('vmaf', code)
    const before = left()
    const call = metrics(flat(1, 3, 8), flat(2, 3, 8), ['vmaf'])
    await expect(call).rejects.toMatchObject({ code: 'ERR_CHILD' })
    expect(left()).toEqual(before)
  })

  it('without either says how to get one', async () => {
    const call = metrics(flat(1, 3, 8), flat(2, 3, 8), ['vmaf'])
    await expect(call).rejects.toMatchObject({ code: 'ERR_UNAVAILABLE' })
    await expect(call).rejects.toThrow(/ffmpegPath.*PATH \(brew install libvmaf/)
  })
})
