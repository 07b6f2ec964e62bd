// A folder of photos, each within so many bytes, with its colour profile and XMP, without its place:
//   node folder_to_budget.js photos small 100000
import { mkdir, readdir, stat } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join, parse } from 'node:path'
import { AVIF, CodecError, TargetError } from 'nodecodecs'

const [photos, out, budget = '100000'] = process.argv.slice(2)
if (!out) throw new TypeError('expected: node folder_to_budget.js PHOTOS OUT [BYTES]')
const codec = new AVIF({ effort: 3 })
await mkdir(out, { recursive: true })

/** The best AVIF of a photo within the budget; its profile and XMP come along and are counted. */
async function shrink(name) {
  const to = join(out, `${parse(name).name}.avif`)
  const target = { bytes: Number(budget) }
  const metadata = { icc: true, xmp: true } // not Exif: it may say where
  const { length, quality } = await codec.encode(join(photos, name), { target, metadata, to })
  return { name, before: (await stat(join(photos, name))).size, after: length, quality }
}

const names = (await readdir(photos)).filter((name) => /\.(jpe?g|png|webp|heic|tiff?)$/i.test(name))
const rows = []
let failed = 0

async function worker() {
  for (let name = names.shift(); name !== undefined; name = names.shift()) {
    try {
      rows.push(await shrink(name))
    } catch (error) {
      if (!(error instanceof CodecError || error instanceof TargetError)) throw error
      failed++
      console.error(`${name}: ${error.message}`)
    }
  }
}
await Promise.all(Array.from({ length: availableParallelism() }, worker))

console.table(rows)
console.log(`${rows.length} of ${rows.length + failed} photos within ${budget} bytes`)
process.exitCode = failed ? 1 : 0
