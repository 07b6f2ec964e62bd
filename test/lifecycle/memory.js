// How much more memory a codec holds after its second third of calls than after the first, or after
// the last than after the second, whichever is less: a leak goes on, what a heap comes to hold for
// itself does not. Calls that succeed and calls that fail. Run with --expose-gc.
//   memory.js CODEC ROUNDS
const { createCodec } = require('../../lib')
const { settings } = require('./pictures.js')

const SIDE = 128
const [name, rounds] = [process.argv[2], Number(process.argv[3])]
const codec = createCodec(name, { backend: 'native', ...settings[name] })
const data = Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, i) => Math.imul(i, 40503) >>> 27)
const image = { data, width: SIDE, height: SIDE }
const planes = { planes: [data], width: SIDE, height: SIDE, pixelFormat: 'gray' }
const stream = codec.encodeSync(image)
const half = stream.subarray(0, stream.length >> 1)
const changed = Uint8Array.from(stream, (byte, i) => (i % 50 === 49 ? byte ^ 0x10 : byte))
const misled = createCodec(name, { options: { threads: 'many' } })
const limited = createCodec(name, { maxPixels: 9 })

const ignore = () => {}
const attempt = (call) => {
  try {
    call()
  } catch {
    // It may fail or not: that nothing is left behind is the question here.
  }
}

const kinds = {
  async: async () => {
    const bytes = await codec.encode(image)
    await Promise.all([codec.decode(bytes), codec.encode(image)])
  },
  sync: () => void codec.decodeSync(codec.encodeSync(image)),
  // libjxl prints each error of damaged data
  damaged: async () => {
    if (name === 'jxl') return attempt(() => codec.decodeSync(half))
    attempt(() => codec.decodeSync(half))
    await codec.decode(changed).catch(ignore)
  },
  refused: async () => {
    await misled.encode(image).catch(ignore)
    await limited.decode(stream).catch(ignore)
    attempt(() => codec.encodeSync(planes))
    await codec.encode(image, { signal: AbortSignal.abort() }).catch(ignore)
    const controller = new AbortController()
    const call = codec.encode(image, controller).catch(ignore)
    controller.abort()
    await call
  },
}

/** Mebibytes: of the whole process, and behind arrays. */
async function held() {
  for (let i = 0; i < 3; i++) {
    globalThis.gc()
    await new Promise((resolve) => setImmediate(resolve)) // finalizers run between turns
  }
  const { rss, external, arrayBuffers } = process.memoryUsage()
  return { rss: rss / 2 ** 20, arrays: (external + arrayBuffers) / 2 ** 20 }
}

async function main() {
  const report = {}
  for (const [kind, call] of Object.entries(kinds)) {
    const count = kind === 'refused' ? Math.ceil(rounds / 2) : rounds
    const marks = []
    for (let third = 0; third < 3; third++) {
      for (let i = 0; i < count / 3; i++) await call()
      marks.push(await held())
    }
    const least = (of) => Math.min(marks[1][of] - marks[0][of], marks[2][of] - marks[1][of])
    report[kind] = { rss: least('rss'), arrays: least('arrays') }
  }
  console.log(JSON.stringify(report))
}

main()
