'use strict'
// A sweep beside what CompressAI's bench does with the same libraries: a process for each encode, each
// decode and each metric, as many at a time as there are processors; PNG files in between.
//   node util/bench/sweep.js [FOLDER] [--rounds N]
const { spawn } = require('node:child_process')
const { mkdtempSync, readdirSync, rmSync } = require('node:fs')
const { availableParallelism, tmpdir } = require('node:os')
const { join } = require('node:path')

const root = join(__dirname, '..', '..')
const cli = join(root, 'dist/cli/main.js')
const folder = process.argv[2] ?? join(root, '..', 'shared', 'images')
const pictures = readdirSync(folder).filter((name) => name.endsWith('.png'))
const qualities = [10, 20, 35, 50, 65, 75, 85, 95]

const run = (program, args) =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'ignore' })
    child.on('error', reject)
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(Error(`${program}: exit ${code}`)),
    )
  })

const ffmpeg = (...args) => run('ffmpeg', ['-v', 'error', '-y', ...args])
const metric = (name, a, b) => ffmpeg('-i', a, '-i', b, '-lavfi', name, '-f', 'null', '-')

/** Encode, decode, metrics: a process each. */
const chains = {
  webp: async (picture, quality, stem) => {
    await run('cwebp', ['-quiet', '-m', '6', '-q', `${quality}`, picture, '-o', `${stem}.webp`])
    await run('dwebp', ['-quiet', `${stem}.webp`, '-o', `${stem}.png`])
  },
  mjpeg: async (picture, quality, stem) => {
    const scale = Math.round(31 - (29 * quality) / 100)
    await ffmpeg('-i', picture, '-c:v', 'mjpeg', '-q:v', `${scale}`, `${stem}.jpg`)
    await ffmpeg('-i', `${stem}.jpg`, `${stem}.png`)
  },
}

async function chain(codec, picture, quality, stem) {
  await chains[codec](picture, quality, stem)
  for (const name of ['psnr', 'ssim']) await metric(name, picture, `${stem}.png`)
}

async function processes(codec, out, jobs) {
  const points = pictures.flatMap((name) => qualities.map((quality) => ({ name, quality })))
  const lane = async () => {
    for (let point = points.pop(); point; point = points.pop()) {
      const stem = join(out, `${point.name}-${point.quality}`)
      await chain(codec, join(folder, point.name), point.quality, stem)
    }
  }
  await Promise.all(Array.from({ length: jobs }, lane))
}

function sweep(codec, out, jobs) {
  const own = codec === 'mjpeg' ? qualities.map((q) => Math.round(31 - (29 * q) / 100)) : qualities
  const args = ['sweep', folder, '--codec', codec, '--quality', own.join(), '--jobs', `${jobs}`]
  return run(process.execPath, [cli, ...args, '--metrics', 'psnr,ssim', '--out', out])
}

async function seconds(work) {
  const out = mkdtempSync(join(tmpdir(), 'nodecodecs-bench-'))
  const start = performance.now()
  await work(out)
  const taken = (performance.now() - start) / 1000
  rmSync(out, { recursive: true })
  return taken
}

async function main() {
  const jobs = availableParallelism()
  const points = pictures.length * qualities.length
  console.log(`${pictures.length} pictures, ${points} points a codec, ${jobs} at a time; seconds`)
  for (const codec of Object.keys(chains)) {
    const apart = await seconds((out) => processes(codec, out, jobs))
    const all = await seconds((out) => sweep(codec, out, jobs))
    const one = await seconds((out) => sweep(codec, out, 1))
    const shown = [apart, all, one].map((one) => one.toFixed(1))
    console.log(
      `${codec}: a process a step ${shown[0]}, sweep ${shown[1]} (${(apart / all).toFixed(1)} times ` +
        `as fast), sweep with one process ${shown[2]} (${(one / all).toFixed(2)} times as long)`,
    )
  }
}

void main()
