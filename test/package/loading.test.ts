import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

// What `require('nodecodecs')` costs is how much it loads: counted here, timed by
// util/bench/load.js.
const root = join(__dirname, '../..')

function run(script: string, ...flags: string[]): unknown {
  const args = [...flags, '-e', script]
  return JSON.parse(execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' }))
}

/** The files and the heavy modules of Node's own that `script` brings in. */
const loadedBy = (script: string) =>
  run(`${script}
    const heavy = /^NativeModule (child_process|zlib|net|stream|internal\\/fs\\/promises)$/
    const files = Object.keys(require.cache).map((file) => require('path').relative('.', file))
    console.log(JSON.stringify([...files, ...process.moduleLoadList.filter((m) => heavy.test(m))]))`)

describe('the built library', () => {
  test('is one file, and leaves the rest until it is needed', () => {
    expect(loadedBy(`require('./dist')`)).toEqual(['dist/index.js'])
  })

  test('takes no more than the addon to set up a codec', () => {
    const files = loadedBy(`if (!new (require('./dist').X264)().available()) throw Error()`)
    expect(files).toEqual(['dist/index.js', expect.stringMatching(/nodecodecs\.node$/)])
  })

  test('gives its classes their names: what people see in traces and tests', () => {
    const [names, keys] = run(`const all = Object.entries(require('./dist'))
      const named = all.filter(([, value]) => /^class/.test(value))
      console.log(JSON.stringify([named.map(([, f]) => f.name), named.map(([key]) => key)]))`) as [
      string[],
      string[],
    ]
    expect(names).toEqual(keys)
  })

  test('shows ES modules the same names', () => {
    const commonjs = run(`console.log(JSON.stringify(Object.keys(require('./dist')).sort()))`)
    const script = `import * as all from './dist/index.mjs'
      import nodecodecs from './dist/index.mjs'
      const names = Object.keys(all).filter((name) => name !== 'default' && nodecodecs[name])
      console.log(JSON.stringify(names.sort()))`
    expect(run(script, '--input-type=module')).toEqual(commonjs)
  })

  test('loads what it left out when that is used', () => {
    const script = `const { PNG, QOI, inspect } = require('./dist')
      const png = new PNG()
      const image = { data: new Uint8Array(48), width: 4, height: 4, channels: 3 }
      const bytes = png.encodeSync(image, { metadata: { xmp: '<x/>', icc: new Uint8Array(128) } })
      const child = new QOI({ backend: 'ffmpeg' }).encodeSync(image)
      console.log(JSON.stringify([
        inspect(bytes).format, inspect(child).format, png.decodeSync(bytes).shape]))`
    expect(run(script)).toEqual(['png', 'qoi', [4, 4, 3]])
  })
})
