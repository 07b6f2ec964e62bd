// Four workers encode and decode with every codec, beside the main thread.
const { Worker, isMainThread, parentPort } = require('node:worker_threads')
const { coders, equal, picture } = require('./pictures.js')

async function work() {
  const results = {}
  for (const codec of coders()) {
    const { bytes, restored } = await codec.apply(picture())
    results[codec.name] = [bytes, restored.data]
  }
  return results
}

const fromWorker = () =>
  new Promise((resolve, reject) => {
    const worker = new Worker(__filename)
    worker.on('message', resolve)
    worker.on('error', reject)
    worker.on('exit', (code) => code !== 0 && reject(new Error(`exit code ${code}`)))
  })

async function main() {
  const all = await Promise.all([work(), ...Array.from({ length: 4 }, fromWorker)])
  const [own, ...others] = all
  const names = Object.keys(own)
  const same = others.every((other) =>
    names.every((name) => own[name].every((part, i) => equal(part, other[name][i]))),
  )
  console.log(JSON.stringify({ names, same }))
}

if (isMainThread) main()
else work().then((results) => parentPort.postMessage(results))
