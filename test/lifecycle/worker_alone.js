// Only workers use the addon, one after the other, and each ends with calls pending: the library has
// to stay while threads of ours and of the encoders are in it.
const { Worker, isMainThread } = require('node:worker_threads')

async function begin() {
  const { coders, picture } = require('./pictures.js')
  // One codec: some libraries' thread-locals keep the addon where it is.
  const all = coders()
  const codec = all.find(({ name }) => name === 'x265') ?? all[0]
  await codec?.encode(picture())
  for (let i = 0; i < 4; i++) codec?.encode(picture(i)).catch(() => {})
  setTimeout(() => process.exit(0), 20)
}

/** A thread of ours without work ends after ten seconds. */
const IDLE_MS = 10_500

async function main() {
  for (let i = 0; i < 2; i++) {
    await new Promise((resolve) => new Worker(__filename).on('exit', resolve))
  }
  await new Promise((resolve) => setTimeout(resolve, IDLE_MS))
  console.log(JSON.stringify('alive'))
}

if (isMainThread) void main()
else void begin()
