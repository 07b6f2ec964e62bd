'use strict'
// What libjxl's tools and numpy say of the pairs in test/fixtures/metrics/perceptual.json: prints the
// values that differ from the fixture's, --write keeps them.
//   npm run build && node util/reference/perceptual_values.js [--only PICTURE] [--new] [--write]
// --new: of pairs that have no values yet.
// Needs ssimulacra2 and butteraugli_main of Debian 13's libjxl-devtools in PATH, and numpy. The tools
// read PNG, which has no 10 bits: such pairs have numpy's value alone.
const { execFileSync } = require('node:child_process')
const { mkdtempSync, readFileSync, rmSync, writeFileSync } = require('node:fs')
const { createHash } = require('node:crypto')
const { tmpdir } = require('node:os')
const { join } = require('node:path')
const { isDeepStrictEqual, parseArgs } = require('node:util')
require('../../test/helpers/load_typescript.js')
const { makePerceptualPair, photographOf } = require('../../test/helpers/perceptual_pairs')
const { realPicture } = require('../../test/helpers/pictures')
const { writeImageSync } = require('../../dist')

const fixture = join(__dirname, '../../test/fixtures/metrics/perceptual.json')
const exact = join(__dirname, 'ssimulacra2_exact.py')

const told = (program, args, input) =>
  execFileSync(program, args, { encoding: 'utf8', input, stdio: ['pipe', 'pipe', 'ignore'] })

function byTools(rasters, bitDepth, folder) {
  const files = rasters.map((raster, i) => {
    const path = join(folder, `${i}.png`)
    writeImageSync(path, { ...raster, bitDepth })
    return path
  })
  const [maximum, norm] = told('butteraugli_main', files).trim().split('\n')
  return {
    ssimulacra2: parseFloat(told('ssimulacra2', files)),
    butteraugli: parseFloat(maximum),
    'butteraugli-3norm': parseFloat(norm.split(':')[1]),
  }
}

function byNumpy(rasters, bitDepth, folder) {
  const files = rasters.map(({ data }, i) => {
    const path = join(folder, `${i}.raw`)
    writeFileSync(path, Buffer.from(data.buffer, data.byteOffset, data.byteLength))
    return path
  })
  const { width, height, channels } = rasters[0]
  const line = [width, height, channels, bitDepth, ...files].join(' ')
  return { 'ssimulacra2-exact': parseFloat(told('python3', [exact], `${line}\n`)) }
}

function valuesOf(pair, folder) {
  const rasters = makePerceptualPair(pair)
  const { buffer, byteOffset, byteLength } = rasters[1].data
  const sha256 = createHash('sha256').update(Buffer.from(buffer, byteOffset, byteLength))
  const tools = [8, 16].includes(pair.bitDepth) ? byTools(rasters, pair.bitDepth, folder) : {}
  const values = { ...tools, ...byNumpy(rasters, pair.bitDepth, folder) }
  return { ...pair, sha256: sha256.digest('hex'), values }
}

/** A pair is a line; one whose values are the same stays as it is. */
function checked(line, { only, new: isNew }, folder) {
  if (!line.startsWith('  {')) return line
  const pair = JSON.parse(line.replace(/,$/, ''))
  const name = photographOf(pair)
  const missing = name !== undefined && realPicture(`${name}.png`) === undefined
  const wanted = pair.picture.includes(only) && !(isNew && Object.keys(pair.values).length > 0)
  if (!wanted || missing) return line
  const measured = valuesOf(pair, folder)
  if (isDeepStrictEqual(measured.values, pair.values)) return line
  console.log(pair.picture, pair.width, pair.distortion, pair.values, measured.values)
  return `  ${JSON.stringify(measured)}${line.endsWith(',') ? ',' : ''}`
}

function main() {
  const options = {
    only: { type: 'string', default: '' },
    new: { type: 'boolean' },
    write: { type: 'boolean' },
  }
  const { values } = parseArgs({ options })
  const lines = readFileSync(fixture, 'utf8').split('\n')
  const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-reference-'))
  try {
    const found = lines.map((line) => checked(line, values, folder))
    if (values.write) writeFileSync(fixture, found.join('\n'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

main()
