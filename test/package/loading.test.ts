import { execFileSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

// What `require('nodecodecs')` costs is how much it loads: counted here, timed by
// util/bench/load.js.
const root = join(__dirname, '../..')

function run(script: string, ...flags: string[]): unknown {
  const args = [...flags, '-e', script]
  return JSON.parse(execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' }))
}

/** What index.js has in common with the other files of dist/. */
const parts = () =>
  readdirSync(join(root, 'dist'))
    .filter((name) => /^part-\w+\.js$/.test(name))
    .map((name) => `dist/${name}`)

/** The files and the heavy modules of Node's own that `script` brings in. */
const loadedBy = (script: string): string[] =>
  run(`${script}
    const heavy = /^NativeModule (child_process|zlib|net|stream|internal\\/fs\\/promises)$/
    const files = Object.keys(require.cache).map((file) => require('path').relative('.', file))
    console.log(JSON.stringify([...files, ...process.moduleLoadList.filter((m) => heavy.test(m))]))`) as string[]

describe('the built library', () => {
  const first = ['dist/index.js', ...parts()]

  test('is a small part of it, and leaves the rest until it is needed', () => {
    const loaded = loadedBy(`require('./dist')`)
    expect(first).toEqual(expect.arrayContaining(loaded))
    const size = (file: string) => statSync(join(root, file)).size
    const sum = (files: string[]) => files.reduce((bytes, file) => bytes + size(file), 0)
    expect(sum(loaded)).toBeLessThan(sum([...first, 'dist/rest.js']) / 2)
  })

  test('takes no more than the addon to set up a codec', () => {
    const files = loadedBy(`if (!new (require('./dist').X264)().available()) throw Error()`)
    expect(files.filter((file) => !first.includes(file))).toEqual([
      expect.stringMatching(/nodecodecs\.node$/),
    ])
  })

  const calls = ['JPEG', 'WebP'].flatMap((name) => [`${name}.encode`, `${name}.encodeSync`])
  test.each(calls)('takes no more for the first picture of %s', (call) => {
    const [name, method] = call.split('.')
    const files = run(`(async () => {
      const image = { data: new Uint8Array(48), width: 4, height: 4, channels: 3 }
      const codec = new (require('./dist').${name})()
      if (codec.available()) await codec.${method}(image)
      console.log(JSON.stringify(Object.keys(require.cache)))
    })()`)
    expect(files).toEqual(expect.arrayContaining([expect.stringMatching(/dist.index\.js$/)]))
    expect(files).not.toContainEqual(expect.stringMatching(/rest\.js$/))
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
