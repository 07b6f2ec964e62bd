// Everything that the library does, failures included. Whatever gets to the terminal was printed by
// a library: this program says one word.
const { codecs, createCodec, inspect, metrics } = require('../../lib')
const { coders, picture, settings } = require('./pictures.js')

// Debian builds libjxl so that it prints every error of damaged data itself (docs/damage.md).
const printsItself = new Set(['jxl'])

const encoders = (name) => (name === 'av1' ? ['libaom-av1', 'libsvtav1', 'librav1e'] : [undefined])

async function succeed(codec, image) {
  const { bytes, restored } = await codec.apply(image)
  codec.applySync(image)
  inspect(bytes)
  await metrics(restored, restored, ['psnr'])
  return bytes
}

/** Calls that end in an error each. */
async function fail(codec, bytes) {
  const half = bytes.subarray(0, bytes.length >> 1)
  const changed = Uint8Array.from(bytes, (byte, i) => (i > 60 && i % 7 === 0 ? byte ^ 0x5a : byte))
  const calls = [
    () => codec.decode(new Uint8Array(64)),
    () => codec.encode({ data: new Uint8Array(3), width: 2, height: 2 }),
    () => createCodec(codec.name, { options: { 'no-such-option': 1 } }).encode(picture()),
    () => createCodec(codec.name, { options: { threads: 'many' } }).encode(picture()),
    () => createCodec(codec.name, { maxPixels: 10 }).decode(bytes),
    () => createCodec(codec.name, { maxOutputBytes: 10 }).encode(picture()),
    () => codec.encode(picture(), { signal: AbortSignal.abort() }),
  ]
  if (!printsItself.has(codec.name)) {
    calls.push(
      () => codec.decode(half),
      () => codec.decode(changed),
    )
  }
  for (const call of calls) await call().catch(() => {})
}

async function main() {
  codecs()
  for (const { name } of coders()) {
    for (const encoder of encoders(name)) {
      const codec = createCodec(name, { ...settings[name], ...(encoder && { encoder }) })
      if (!codec.available()) continue
      for (const image of [picture(), { data: new Uint8Array(105), width: 7, height: 5 }]) {
        await fail(codec, await succeed(codec, image))
      }
    }
  }
  const threaded = createCodec('x265', { preset: 'slow', threads: 4, info: true, hash: true })
  await succeed(threaded, picture())
  console.log('done')
}

main()
