// Workers are terminated while their encodes run and wait; the process goes on as if nothing was.
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads')
const { coders, equal, picture } = require('./pictures.js')

async function begin() {
  for (const codec of coders()) {
    for (let i = 0; i < 4; i++) codec.encode(picture(i)).catch(() => {})
    codec.decode(codec.encodeSync(picture())).catch(() => {})
    if (workerData.progress) parentPort.postMessage(codec.name)
  }
  parentPort.postMessage('all begun')
}

const terminated = (after) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(__filename, { workerData: { progress: true } })
    worker.on('error', reject)
    worker.on('message', (message) => {
      if (message === after) resolve(worker.terminate())
    })
  })

async function main() {
  const codes = []
  for (const after of ['x264', 'av1', 'all begun']) {
    codes.push(await terminated(after))
  }
  const pair = await Promise.all([terminated('av1'), terminated('all begun')])
  codes.push(...pair)
  const checks = coders().map(async (codec) => {
    const image = picture(3)
    return equal(await codec.encode(image), codec.encodeSync(image))
  })
  const works = (await Promise.all(checks)).every(Boolean)
  console.log(JSON.stringify({ codes, works }))
}

if (isMainThread) main()
else begin()
