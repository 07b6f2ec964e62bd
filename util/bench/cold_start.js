'use strict'
// node util/bench/cold_start.js [--rounds 15] [--package FOLDER] [--peers FOLDER]
// From `node` to the bytes of a first 64x64 picture and the end of the process, beside `node -e 0`.
// One that does not run is named, and the exit code is 1. --package: the nodecodecs that is measured, as installed (default: this checkout); --peers: where
// the others are installed (default: util/bench). Several kinds take turns; medians are compared. Beside
// the time that passed the CPU time, which the machine's other work changes less, and its least.
const { spawnSync } = require('node:child_process')
const { mkdtempSync, rmSync } = require('node:fs')
const nodeModule = require('node:module')
const { tmpdir } = require('node:os')
const { join, resolve } = require('node:path')
const { parseArgs } = require('node:util')
const { median } = require('./measure')

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '15' },
    package: { type: 'string', default: join(__dirname, '../..') },
    peers: { type: 'string', default: __dirname },
  },
})

const pixels = (channels) => `const data = new Uint8Array(64 * 64 * ${channels}).fill(99);`
const SIZE = 'width: 64, height: 64, channels: 3'

const ours = (name, call) =>
  `${pixels(3)} const n = require(${JSON.stringify(resolve(values.package))});
   new n.${name}().${call}({ data, ${SIZE} })`
const sharp = (format) =>
  `${pixels(3)} require('sharp')(data, { raw: { ${SIZE} } }).${format}().toBuffer()`
// It takes RGBA alone.
const napi = (call) =>
  `${pixels(4)} require('@napi-rs/image').Transformer.fromRgbaPixels(data, 64, 64).${call}(76)`
// A frame of planes, as its encoders take them.
const nodeAv = (codec, format) =>
  `const a = require('node-av'), c = require('node-av/constants');
   const frame = new a.Frame(); frame.alloc(); frame.width = frame.height = 64;
   frame.format = c.${format}; frame.getBuffer();
   const context = new a.CodecContext(), codec = a.Codec.findEncoderByName('${codec}');
   context.allocContext3(codec); context.width = context.height = 64; context.pixelFormat = c.${format};
   context.timeBase = new a.Rational(1, 25);
   if (context.open2Sync(codec) < 0 || context.sendFrameSync(frame) < 0) throw Error('not encoded');
   context.sendFrameSync(null); const packet = new a.Packet(); packet.alloc();
   if (context.receivePacketSync(packet) < 0) throw Error('not encoded')`

// What Node 22 keeps of the code that a process compiled, for the next one: the application's to ask for.
const cache = nodeModule.enableCompileCache && mkdtempSync(join(tmpdir(), 'nodecodecs-compiled-'))
const compiledBefore = (script) =>
  `require('node:module').enableCompileCache(${JSON.stringify(cache)}); ${script}`

const BASE = 'node -e 0'
const SCRIPTS = {
  [BASE]: '0',
  'nodecodecs JPEG': ours('JPEG', 'encodeSync'),
  'nodecodecs JPEG, async': ours('JPEG', 'encode'),
  'nodecodecs WebP': ours('WebP', 'encodeSync'),
  'nodecodecs WebP, async': ours('WebP', 'encode'),
  ...(cache && {
    'nodecodecs JPEG, compile cache': compiledBefore(ours('JPEG', 'encodeSync')),
    'nodecodecs WebP, compile cache': compiledBefore(ours('WebP', 'encodeSync')),
  }),
  'sharp JPEG': sharp('jpeg'),
  'sharp WebP': sharp('webp'),
  '@napi-rs/image JPEG': napi('jpegSync'),
  '@napi-rs/image WebP': napi('webpSync'),
  'node-av JPEG': nodeAv('mjpeg', 'AV_PIX_FMT_YUVJ420P'),
  'node-av WebP': nodeAv('libwebp', 'AV_PIX_FMT_YUV420P'),
}

const TELL = `process.on('exit', () => {
  const { user, system } = process.cpuUsage()
  require('fs').writeSync(1, String((user + system) / 1000))
});`

/** Milliseconds until the process has ended and of CPU time, or undefined where it fails. */
function once(script) {
  const start = performance.now()
  const { status, stdout } = spawnSync(process.execPath, ['-e', TELL + script], {
    cwd: values.peers,
    // Ours by its addon, or not at all.
    env: { ...process.env, NODECODECS_REQUIRE_NATIVE: '1' },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: 30_000,
  })
  return status === 0 ? { ms: performance.now() - start, cpu: Number(stdout) } : undefined
}

/** What a kind's runs come to. */
function figures(all) {
  const cpu = all.map((run) => run.cpu)
  return { ms: median(all.map((run) => run.ms)), cpu: median(cpu), leastCpu: Math.min(...cpu) }
}

const runs = Object.fromEntries(Object.keys(SCRIPTS).map((name) => [name, []]))
const rounds = Number(values.rounds)
if (!(rounds >= 1)) throw new Error(`--rounds: expected a number from 1 on, got ${values.rounds}`)
for (let round = 0; round < rounds; round++) {
  for (const [name, script] of Object.entries(SCRIPTS)) runs[name].push(once(script))
}
if (cache) rmSync(cache, { recursive: true })
const base = figures(runs[BASE])
const rows = Object.entries(runs).map(([name, all]) => {
  if (all.includes(undefined)) {
    console.error(`${name} does not run`)
    process.exitCode = 1
    return { name, ms: 'does not run' }
  }
  const over = Object.entries(figures(all)).map(([key, value]) => {
    const above = name === BASE ? value : value - base[key]
    return [key, above.toFixed(1)]
  })
  return { name, ...Object.fromEntries(over) }
})
console.table(rows)
