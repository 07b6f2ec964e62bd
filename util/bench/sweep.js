'use strict'
// A sweep beside what CompressAI's bench does with the same libraries: a process for each encode, each
// decode and each metric, as many at a time as there are processors; PNG files in between. Seconds on
// the clock and of CPU: beside other work only the CPU's can be compared.
//   node util/bench/sweep.js [FOLDER [CODEC...]]
const { spawn } = require('node:child_process')
const { mkdtempSync, readdirSync, readFileSync, rmSync } = require('node:fs')
const { availableParallelism, tmpdir } = require('node:os')
const { join } = require('node:path')

const root = join(__dirname, '..', '..')
const cli = join(root, 'dist/cli/main.js')
const [given, ...chosen] = process.argv.slice(2)
const folder = given ?? join(root, '..', 'shared', 'images')
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

/** What the sweep is given, where it is not the chain's name: cwebp's own method, which Pillow's is too. */
const specs = { webp4: 'webp:method=4' }

/** From 0 to 100 to the codec's own scale. */
const scales = {
  webp: (quality) => quality,
  webp4: (quality) => quality,
  mjpeg: (quality) => Math.round(31 - (29 * quality) / 100),
  x265: (quality) => Math.round(51 - (51 * quality) / 100),
}

const webp = (method) => async (picture, quality, stem) => {
  const how = ['-quiet', '-m', `${method}`, '-q', `${quality}`]
  await run('cwebp', [...how, picture, '-o', `${stem}.webp`])
  await run('dwebp', ['-quiet', `${stem}.webp`, '-o', `${stem}.png`])
}

/** Encode, decode, metrics: a process each. */
const chains = {
  webp: webp(6),
  webp4: webp(4),
  mjpeg: async (picture, quality, stem) => {
    const scale = ['-q:v', `${scales.mjpeg(quality)}`]
    await ffmpeg('-i', picture, '-c:v', 'mjpeg', ...scale, `${stem}.jpg`)
    await ffmpeg('-i', `${stem}.jpg`, `${stem}.png`)
  },
  x265: async (picture, quality, stem) => {
    const how = ['-frames:v', '1', '-pix_fmt', 'yuv444p', '-preset', 'slow', '-tune', 'psnr']
    const params = `qp=${scales.x265(quality)}:pools=none:frame-threads=1`
    await ffmpeg('-i', picture, '-c:v', 'libx265', ...how, '-x265-params', params, `${stem}.hevc`)
    await ffmpeg('-i', `${stem}.hevc`, `${stem}.png`)
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
  const values = qualities.map(scales[codec])
  const spec = specs[codec] ?? codec
  const args = ['sweep', folder, '--codec', spec, '--quality', values.join(), '--jobs', `${jobs}`]
  return run(process.execPath, [cli, ...args, '--metrics', 'psnr,ssim', '--out', out])
}

/** CPU seconds of child processes that have ended; proc(5), cutime and cstime in USER_HZ. */
function childSeconds() {
  const stat = readFileSync('/proc/self/stat', 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[13]) + Number(fields[14])) / 100
}

async function seconds(work) {
  const out = mkdtempSync(join(tmpdir(), 'nodecodecs-bench-'))
  const [start, cpu] = [performance.now(), childSeconds()]
  await work(out)
  const taken = { wall: (performance.now() - start) / 1000, cpu: childSeconds() - cpu }
  rmSync(out, { recursive: true })
  return taken
}

const shown = ({ wall, cpu }) => `${wall.toFixed(1)} (CPU ${cpu.toFixed(1)})`
const ratio = (a, b) => `${(a.wall / b.wall).toFixed(2)} (CPU ${(a.cpu / b.cpu).toFixed(2)})`

async function main() {
  const jobs = availableParallelism()
  const points = pictures.length * qualities.length
  console.log(`${pictures.length} pictures, ${points} points a codec, ${jobs} at a time; seconds`)
  for (const codec of chosen.length > 0 ? chosen : Object.keys(chains)) {
    const apart = await seconds((out) => processes(codec, out, jobs))
    const all = await seconds((out) => sweep(codec, out, jobs))
    const one = await seconds((out) => sweep(codec, out, 1))
    console.log(
      `${codec}: a process a step ${shown(apart)}, sweep ${shown(all)}: ${ratio(apart, all)} times; ` +
        `sweep with one process ${shown(one)}: ${(one.wall / all.wall).toFixed(2)} times as long`,
    )
  }
}

void main()
