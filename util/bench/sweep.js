'use strict'
// A sweep beside what CompressAI's bench does with the same libraries: a process for each encode, each
// decode and each metric, as many at a time as there are processors; PNG files in between. Seconds on
// the clock and of CPU: beside other work only the CPU's can be compared.
//   node util/bench/sweep.js [FOLDER [CODEC...]]     all codecs: AV1 alone takes minutes
const { mkdtempSync, readdirSync, readFileSync, rmSync } = require('node:fs')
const { availableParallelism, tmpdir } = require('node:os')
const { join } = require('node:path')
const { chains, ffmpeg, run } = require('./sweep_chains')

const root = join(__dirname, '..', '..')
const cli = join(root, 'dist/cli/main.js')
const [given, ...chosen] = process.argv.slice(2)
const unknown = chosen.filter((codec) => !Object.hasOwn(chains, codec))
if (unknown.length > 0) {
  console.error(`no codec ${unknown.join(', ')} here: there are ${Object.keys(chains).join(', ')}`)
  process.exit(2)
}
const folder = given ?? join(root, '..', 'shared', 'images')
const pictures = readdirSync(folder).filter((name) => name.endsWith('.png'))
if (pictures.length === 0) {
  console.error(`no PNG files in ${folder}`)
  process.exit(2)
}
const qualities = [10, 20, 35, 50, 65, 75, 85, 95]

const metric = (name, a, b) => ffmpeg('-i', a, '-i', b, '-lavfi', name, '-f', 'null', '-')

async function takePoint(codec, picture, quality, stem) {
  const { chain: steps, scale } = chains[codec]
  await steps(picture, scale(quality), stem)
  for (const name of ['psnr', 'ssim']) await metric(name, picture, `${stem}.png`)
}

async function processes(codec, out, jobs) {
  const points = pictures.flatMap((name) => qualities.map((quality) => ({ name, quality })))
  const lane = async () => {
    for (let point = points.pop(); point; point = points.pop()) {
      const stem = join(out, `${point.name}-${point.quality}`)
      await takePoint(codec, join(folder, point.name), point.quality, stem)
    }
  }
  await Promise.all(Array.from({ length: jobs }, lane))
}

function sweep(codec, out, jobs) {
  const { spec = codec, scale } = chains[codec]
  const values = qualities.map(scale).join()
  const args = ['sweep', folder, '--codec', spec, '--quality', values, '--jobs', `${jobs}`]
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
  try {
    const [start, cpu] = [performance.now(), childSeconds()]
    await work(out)
    return { wall: (performance.now() - start) / 1000, cpu: childSeconds() - cpu }
  } finally {
    rmSync(out, { recursive: true })
  }
}

const shown = ({ wall, cpu }) => `${wall.toFixed(1)} (CPU ${cpu.toFixed(1)})`
const ratio = (a, b) => `${(a.wall / b.wall).toFixed(2)} (CPU ${(a.cpu / b.cpu).toFixed(2)})`

async function main() {
  const jobs = availableParallelism()
  const points = pictures.length * qualities.length
  console.log(`${pictures.length} pictures, ${points} points a codec, ${jobs} at a time; seconds`)
  const sums = { apart: { wall: 0, cpu: 0 }, all: { wall: 0, cpu: 0 } }
  const add = (sum, { wall, cpu }) =>
    Object.assign(sum, { wall: sum.wall + wall, cpu: sum.cpu + cpu })
  for (const codec of chosen.length > 0 ? chosen : Object.keys(chains)) {
    const apart = await seconds((out) => processes(codec, out, jobs))
    const all = await seconds((out) => sweep(codec, out, jobs))
    const one = await seconds((out) => sweep(codec, out, 1))
    add(sums.apart, apart)
    add(sums.all, all)
    console.log(
      `${codec}: a process a step ${shown(apart)}, sweep ${shown(all)}: ${ratio(apart, all)} times; ` +
        `sweep with one process ${shown(one)}: ${(one.wall / all.wall).toFixed(2)} times as long`,
    )
  }
  console.log(
    `together: ${shown(sums.apart)}, sweeps ${shown(sums.all)}: ${ratio(sums.apart, sums.all)} times`,
  )
}

void main()
