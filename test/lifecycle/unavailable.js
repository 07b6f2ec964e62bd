// Without what it needs, every codec (or those that are named) still constructs and says what to
// install.
const { allDescriptors } = require('../../lib/registry')
const { codecs, createCodec } = require('../../lib')
const { picture } = require('./pictures.js')

async function main() {
  const told = {}
  const wanted = process.argv.slice(2)
  for (const { name, backends } of allDescriptors()) {
    if (wanted.length > 0 && !wanted.includes(name)) continue
    for (const backend of [undefined, ...backends]) {
      const codec = createCodec(name, backend && { backend })
      const error = await codec.encode(picture()).then(
        () => ({}),
        (e) => e,
      )
      told[`${name} ${backend ?? 'by default'}`] = {
        available: codec.available(),
        backend: codec.backend,
        code: error.code,
        message: error.message,
      }
    }
  }
  console.log(JSON.stringify({ told, rows: codecs() }))
}

main()
