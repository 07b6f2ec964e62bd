// The library in several module registries and realms of one process: each has its own classes,
// all share one addon.
const vm = require('node:vm')

/** lib/ and the addon, loaded anew. */
function load() {
  for (const key of Object.keys(require.cache)) delete require.cache[key]
  return require('../../lib')
}

async function main() {
  const libraries = [load(), load(), load()]
  const { picture, equal } = require('./pictures.js')
  const image = picture()
  const streams = await Promise.all(libraries.map(({ PNG }) => new PNG().encode(image)))
  const restored = libraries.map(({ PNG }, i) => new PNG().decodeSync(streams[(i + 1) % 3]))

  const realm = vm.createContext({ image })
  const foreign = vm.runInContext('({ ...image, data: Uint8Array.from(image.data) })', realm)
  const [{ PNG, CodecError }] = libraries
  const fromForeign = new PNG().encodeSync(foreign)
  realm.stream = streams[0]
  const decoded = await new PNG().decode(vm.runInContext('Uint8Array.from(stream)', realm))
  const error = await new PNG().decode(vm.runInContext('new Uint8Array(9)', realm)).catch((e) => e)

  console.log(
    JSON.stringify({
      ownClasses: new Set(libraries.map(({ CodecError: Class }) => Class)).size,
      sameBytes: streams.every((bytes) => equal(bytes, streams[0])),
      lossless: restored.every(({ data }) => equal(data, image.data)),
      foreign: equal(fromForeign, streams[0]) && equal(decoded.data, image.data),
      error: error instanceof CodecError && error.code,
    }),
  )
}

main()
