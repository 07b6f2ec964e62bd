import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

// The promises of docs/damage.md, on the streams that its table is made from.

interface Counts {
  error: number
  same: number
  wrong: number
}

interface Line {
  codec: string
  options: Record<string, unknown>
  truncated: Counts
  lastByte: Counts
  flipped: Counts
}

let lines: Line[]
let flips: number
const name = ({ codec, options }: Line) => `${codec} ${JSON.stringify(options)}`
const those = (wanted: (line: Line) => boolean) => {
  const found = lines.filter(wanted)
  expect(found.length).toBeGreaterThan(0)
  return found
}
const isRaw = ({ codec }: Line) => codec === 'x264' || codec === 'x265'

beforeAll(async () => {
  const loader = join(__dirname, '../helpers/load_typescript.js')
  const program = join(__dirname, 'measure.js')
  // libjxl's own printing goes to stderr, which nobody reads here
  const { stdout } = await promisify(execFile)(process.execPath, ['-r', loader, program], {
    maxBuffer: 2 ** 26,
  })
  const measured = JSON.parse(stdout) as { lines: Line[]; flips: number }
  lines = measured.lines
  flips = measured.flips
}, 180_000)

it('covers every kind of stream', () => {
  const names = lines.map(name)
  expect(new Set(names).size).toBe(names.length)
  expect(names).toEqual(
    expect.arrayContaining(['x264 {}', 'av1 {"format":"ivf","strict":true}', 'png {}']),
  )
})

it('a stream cut anywhere from 10 to 90 % is an error', () => {
  for (const line of lines) {
    expect({ name: name(line), ...line.truncated }).toEqual({
      name: name(line),
      error: 9,
      same: 0,
      wrong: 0,
    })
  }
})

it('so is one without its last byte where the format has a length or an end', () => {
  for (const line of those((one) => !isRaw(one) || one.options.hash === true)) {
    expect({ name: name(line), ...line.lastByte }).toEqual({
      name: name(line),
      error: 1,
      same: 0,
      wrong: 0,
    })
  }
})

it('no flipped bit gives a wrong picture where there is a checksum', () => {
  const checked = those(({ codec, options }) => codec === 'png' || options.hash === true)
  for (const line of checked)
    expect({ name: name(line), ...line.flipped }).toMatchObject({ wrong: 0 })
})

it('strict finds nearly all flipped bits, and far more than the default', () => {
  for (const line of those(({ options }) => options.strict === true)) {
    const options = { ...line.options }
    delete options.strict
    const usual = lines.find((one) => name(one) === name({ ...line, options }))!
    expect(line.flipped.wrong).toBeLessThanOrEqual(flips / 24)
    expect(line.flipped.wrong).toBeLessThanOrEqual(usual.flipped.wrong)
  }
})

it('H.264: most flipped bits are errors; HEVC: some are, without a hash', () => {
  const [h264] = those(({ codec }) => codec === 'x264')
  expect(h264!.flipped.error).toBeGreaterThan(flips / 2)
  const [hevc] = those(({ codec, options }) => codec === 'x265' && !options.hash)
  expect(hevc!.flipped.error).toBeGreaterThan(0)
})
