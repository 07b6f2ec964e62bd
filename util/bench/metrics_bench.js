'use strict'
// Milliseconds of all metrics, and beside numpy/scipy and the npm package ssim.js, in one run:
//   npm run build && node util/bench/setup.js && node util/bench/metrics_bench.js [--json]
// The fastest of equally many runs each. What is not installed is named and left out: exit code 1.
const { execFileSync } = require('node:child_process')
const { mkdtempSync, rmSync, writeFileSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { join } = require('node:path')
const { metricNames, metricsSync } = require('../../dist/index.js')

const sizes = [
  { name: '768x512', width: 768, height: 512, repeats: 9 },
  { name: '12 MP', width: 4000, height: 3000, repeats: 3 },
]
// vmaf's program takes its own time
const names = metricNames.filter((name) => name !== 'vmaf')

/** Waves with noise, and the same with more of it. */
function pictures({ width, height }) {
  const a = new Uint8Array(width * height * 3)
  let random = 1
  const next = () => (random = (Math.imul(random, 1664525) + 1013904223) >>> 0) >>> 24
  for (let i = 0; i < a.length; i++) {
    const pixel = Math.floor(i / 3)
    const [x, y] = [pixel % width, Math.floor(pixel / width)]
    a[i] = 120 + 60 * Math.sin(x / 9 + (i % 3)) + 40 * Math.cos(y / 13) + next() / 8
  }
  return [a, a.map((value) => Math.min(255, Math.max(0, value + (next() >> 4) - 8)))]
}

function timed(repeats, run) {
  const times = []
  let value
  for (let i = 0; i < repeats; i++) {
    const start = performance.now()
    value = run()
    times.push(performance.now() - start)
  }
  return [Math.min(...times), value]
}

function ours([a, b], { width, height, repeats }, threads) {
  const [first, second] = [a, b].map((data) => ({ data, width, height }))
  const one = (name) => timed(repeats, () => metricsSync(first, second, [name], { threads })[name])
  return Object.fromEntries(names.map((name) => [name, one(name)]))
}

function numpy(pair, { width, height, repeats }) {
  const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-bench-'))
  try {
    const paths = pair.map((data, i) => {
      writeFileSync(join(folder, String(i)), data)
      return join(folder, String(i))
    })
    const script = join(__dirname, '..', 'reference', 'metrics_times.py')
    const args = [script, ...paths, ...[width, height, repeats].map(String)]
    const output = execFileSync(process.env.PYTHON ?? 'python3', args, {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    return JSON.parse(output.toString())
  } catch (error) {
    const lines = String(error.stderr ?? error.message)
      .trim()
      .split('\n')
    console.warn(`numpy/scipy left out: ${lines.at(-1)}`)
    process.exitCode = 1
    return {}
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Its SSIM is that of gray, by an approximation of its own by default. */
function ssimJs(pair, { width, height, repeats }) {
  let ssim
  try {
    ssim = require('ssim.js').default
  } catch {
    console.warn('ssim.js left out: not installed (node util/bench/setup.js)')
    process.exitCode = 1
    return {}
  }
  const [a, b] = pair.map((rgb) => {
    const data = new Uint8ClampedArray(width * height * 4).fill(255)
    for (let i = 0; i < rgb.length; i++) data[Math.floor(i / 3) * 4 + (i % 3)] = rgb[i]
    return { data, width, height }
  })
  const one = (options) => timed(repeats, () => ssim(a, b, options).mssim)
  return {
    ssim: one({ ssim: 'original', downsample: false }),
    'ssim, its default': one({}),
  }
}

const rows = sizes.flatMap((size) => {
  const pair = pictures(size)
  const contenders = {
    'nodecodecs, 1 thread': ours(pair, size, 1),
    'nodecodecs, 2 threads': ours(pair, size, 2),
    'numpy/scipy': numpy(pair, size),
    'ssim.js': ssimJs(pair, size),
  }
  return Object.entries(contenders).flatMap(([contender, results]) =>
    Object.entries(results).map(([metric, [ms, value]]) => ({
      size: size.name,
      contender,
      metric,
      ms: Number(ms.toPrecision(4)),
      'ms/MP': Number(((ms * 1e6) / size.width / size.height).toPrecision(4)),
      value,
    })),
  )
})

if (process.argv.includes('--json')) console.log(JSON.stringify(rows, null, 1))
else console.table(rows)
