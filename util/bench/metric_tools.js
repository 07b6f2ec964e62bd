'use strict'
// Processor milliseconds and memory per megapixel of SSIMULACRA2 and Butteraugli beside libjxl's own
// tools, on one thread, in turns, the best of each:
//   npm run build && node util/bench/metric_tools.js [PREFIX...]
// PREFIX goes before the tools' names, where they live elsewhere: `chroot ROOT`, with ROOT/tmp.
// Needs GNU time, and the tools of Debian 13's libjxl-devtools.
const { spawnSync } = require('node:child_process')
const { mkdtempSync, readFileSync, rmSync, writeFileSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { basename, join } = require('node:path')
const { metricsSync, writeImageSync } = require('../../dist/index.js')

const [width, height, repeats] = [2048, 1536, 5]
const megapixels = (width * height) / 1e6
const tools = { ssimulacra2: 'ssimulacra2', butteraugli: 'butteraugli_main' }
const ownOnly = ['ssimulacra2-exact']

/** Waves with noise, and the same with more of it. */
function pictures() {
  const data = new Uint8Array(width * height * 3)
  let random = 1
  const next = () => (random = (Math.imul(random, 1664525) + 1013904223) >>> 0) >>> 24
  for (let i = 0; i < data.length; i++) {
    const [x, y] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width)]
    data[i] = 120 + 60 * Math.sin(x / 9 + (i % 3)) + 40 * Math.cos(y / 13) + next() / 8
  }
  const worse = data.map((value) => Math.min(255, Math.max(0, value + (next() >> 4) - 8)))
  return [data, worse].map((samples) => ({ data: samples, width, height }))
}

/** A line of this process's status in MB: VmRSS, its memory, or VmHWM, the most that it had. */
function status(name) {
  const [, kilobytes] = new RegExp(`${name}:\\s+(\\d+) kB`).exec(
    readFileSync('/proc/self/status', 'utf8'),
  )
  return Number(kilobytes) / 1024
}

/**
 * In a process of its own that holds the samples and has loaded the addon. Samples and not PNG files:
 * memory that decoding has let go would be used again, and so not be counted.
 */
function measureSelf(name, files) {
  const [a, b] = files.map((file) => ({ data: readFileSync(`${file}.raw`), width, height }))
  const tiny = { data: new Uint8Array(8 * 8 * 3), width: 8, height: 8 }
  metricsSync(tiny, tiny, [name], { threads: 1 })
  writeFileSync('/proc/self/clear_refs', '5') // VmHWM starts again at VmRSS
  const before = { memory: status('VmRSS'), cpu: process.cpuUsage() }
  const value = metricsSync(a, b, [name], { threads: 1 })[name]
  const { user, system } = process.cpuUsage(before.cpu)
  const memory = status('VmHWM') - before.memory
  console.log(JSON.stringify({ ms: (user + system) / 1000, memory, value }))
}

function ours(name, files) {
  const { stdout } = spawnSync(process.execPath, [__filename, '--self', name, ...files])
  return JSON.parse(stdout.toString())
}

/** With the reading of two PNG files, which the tool cannot leave out. */
function theirs(command, files) {
  const { stdout, stderr, status } = spawnSync('time', ['-f', '%U %S %M', ...command, ...files])
  if (status !== 0) throw new Error(`${command.join(' ')}: ${stderr}`)
  const [user, system, kilobytes] = stderr.toString().trim().split('\n').at(-1).split(' ')
  const value = parseFloat(stdout.toString())
  return { ms: (Number(user) + Number(system)) * 1000, memory: kilobytes / 1024, value }
}

const least = (runs, what) => Math.min(...runs.map((run) => run[what]))
const row = (metric, who, runs) => ({
  metric,
  who,
  'ms/MP': Math.round(least(runs, 'ms') / megapixels),
  'MB/MP': Math.round(least(runs, 'memory') / megapixels),
  value: runs[0].value,
})

function main(prefix) {
  const root = prefix[0] === 'chroot' ? prefix[1] : ''
  const folder = mkdtempSync(join(root === '' ? tmpdir() : join(root, 'tmp'), 'nodecodecs-bench-'))
  try {
    const files = ['a.png', 'b.png'].map((name) => join(folder, name))
    pictures().forEach((picture, i) => {
      writeImageSync(files[i], picture)
      writeFileSync(`${files[i]}.raw`, picture.data)
    })
    const seen = files.map((file) =>
      root === '' ? file : join('/tmp', basename(folder), basename(file)),
    )
    const rows = [...Object.keys(tools), ...ownOnly].flatMap((name) => {
      const runs = Array.from({ length: repeats }, () => ({
        own: ours(name, files),
        tool: tools[name] && theirs([...prefix, tools[name]], seen),
      }))
      const own = row(
        name,
        'nodecodecs',
        runs.map((run) => run.own),
      )
      return tools[name]
        ? [
            own,
            row(
              name,
              tools[name],
              runs.map((run) => run.tool),
            ),
          ]
        : [own]
    })
    console.table(rows)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const [first, ...rest] = process.argv.slice(2)
if (first === '--self') measureSelf(rest[0], rest.slice(1))
else main(process.argv.slice(2))
