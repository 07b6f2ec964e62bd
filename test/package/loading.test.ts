import { execFileSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { codecTable } from '../../lib/codecs'

// What `require('nodecodecs')` costs is how much it loads: counted here, timed by
// util/bench/load.js.
const root = join(__dirname, '../..')

function run(script: string, ...flags: string[]): unknown {
  const args = [...flags, '-e', script]
  return JSON.parse(execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' }))
}

const built = () => readdirSync(join(root, 'dist')).filter((name) => name.endsWith('.js'))

/** The files and the heavy modules of Node's own that `script` brings in. */
const loadedBy = (script: string): string[] =>
  run(`${script}
    const heavy = /^NativeModule (child_process|zlib|net|stream|internal\\/fs\\/promises)$/
    const files = Object.keys(require.cache).map((file) => require('path').relative('.', file))
    console.log(JSON.stringify([...files, ...process.moduleLoadList.filter((m) => heavy.test(m))]))`) as string[]

describe('the built library', () => {
  const first = ['dist/index.js', 'dist/core.js']

  test('is a small part of it, and leaves the rest until it is needed', () => {
    const loaded = loadedBy(`require('./dist')`)
    expect(loaded.sort()).toEqual([...first].sort())
    const size = (file: string) => statSync(join(root, file)).size
    const sum = (files: string[]) => files.reduce((bytes, file) => bytes + size(file), 0)
    expect(sum(loaded)).toBeLessThan(sum(built().map((name) => `dist/${name}`)) / 4)
  })

  test('takes no more than its row and the addon to set up a codec', () => {
    const files = loadedBy(`if (!new (require('./dist').X264)().available()) throw Error()`)
    expect(files.filter((file) => !first.includes(file)).sort()).toEqual([
      expect.stringMatching(/\.node$/),
      'dist/part-codec-x264.js',
    ])
  })

  const methods = ['encode', 'encodeSync']
  const calls = ['JPEG', 'WebP', 'PNG'].flatMap((codec) => methods.map((m) => [codec, m]))
  test.each(calls)('takes no more for the first picture of %s by %s', (codec, method) => {
    const files = run(`(async () => {
      const image = { data: new Uint8Array(48), width: 4, height: 4, channels: 3 }
      const codec = new (require('./dist').${codec})()
      if (codec.available()) await codec.${method}(image)
      console.log(JSON.stringify(Object.keys(require.cache).map((f) => require('path').basename(f))))
    })()`) as string[]
    expect(files.filter((file) => file.startsWith('part-'))).toEqual([
      `part-codec-${codec.toLowerCase()}.js`,
    ])
  })

  test('reads each codec of the list when it is asked for, and has it whole', () => {
    const [names, keys] = run(`const { createCodec, codecs } = require('./dist')
      const names = [...new Set(codecs().map((row) => row.name))]
      const { descriptor } = createCodec('av1')
      console.log(JSON.stringify([names.map((name) => createCodec(name).name), { ...descriptor }]))`) as [
      string[],
      Record<string, unknown>,
    ]
    expect(names).toEqual(codecTable.map(({ name }) => name))
    const { options, formats } = codecTable.find(({ name }) => name === 'av1')!
    expect(keys).toMatchObject({ options: JSON.parse(JSON.stringify(options)) as object })
    expect(Object.keys(keys.formats as object)).toEqual(Object.keys(formats))
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
      const own = ['default', 'module.exports'] // the second is Node's, since 23
      const names = Object.keys(all).filter((name) => !own.includes(name) && nodecodecs[name])
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
