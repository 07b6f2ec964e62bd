import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { addon } from '../../lib/backends/native/addon'
import { PNG } from '../../lib/index'
import { makePicture } from '../helpers/pictures'
import { itWhere } from '../helpers/where'

// The first call of a process loads modules and the addon, each of which takes as long as the event
// loop may be held: the addon is loaded in a turn in which no module of ours is.

const root = join(__dirname, '../..')

/** In which turns the addon and our modules were loaded, counted from the call. */
const PROGRAM = `
let turn = 0
const turns = { addon: [], modules: [] }
const seen = (what, load) => function (...args) {
  turns[what].push(turn)
  return load.apply(this, args)
}
const n = require(${JSON.stringify(root)})
process.dlopen = seen('addon', process.dlopen)
const { _extensions } = require('node:module')
_extensions['.js'] = seen('modules', _extensions['.js'])
const beat = () => {
  turn++
  beats = setImmediate(beat)
}
let beats = setImmediate(beat)
const bytes = Buffer.from(process.argv[1], 'hex')
Promise.resolve(eval(process.argv[2])).then(() => {
  clearImmediate(beats)
  console.log(JSON.stringify(turns))
})
`
type Told = { addon: number[]; modules: number[] }

function told(call: string): Told {
  const file = Buffer.from(new PNG().encodeSync(makePicture({ width: 8, height: 8, channels: 3 })))
  const args = ['-e', PROGRAM, file.toString('hex'), call]
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Told
}

const here = itWhere(addon() !== undefined, 'there is no addon')

describe.each([
  ['readImage', 'n.readImage(bytes)'],
  ['decode', 'n.decode(bytes)'],
  ['metrics', "n.metrics(bytes, bytes, ['psnr'])"],
])('%s', (_, call) => {
  here('loads the addon in a turn of its own, once', () => {
    const { addon: loads, modules } = told(call)
    expect(loads).toHaveLength(1)
    expect(modules.length).toBeGreaterThan(3)
    expect(modules).not.toContain(loads[0])
  })
})

describe.each([
  ['apply', 'new n.WebP().apply(bytes)'],
  ['encode', "n.encode(bytes, { codec: 'webp' })"],
])('%s of a file, whose codec loads it at once', (_, call) => {
  here('reads the file in the turns after that', () => {
    const { addon: loads, modules } = told(call)
    expect(loads).toEqual([0])
    expect(modules.filter((turn) => turn > 0).length).toBeGreaterThan(3)
  })
})

test('the sync calls load it where they need it', () => {
  const { addon: loads, modules } = told('n.readImageSync(bytes)')
  expect([...loads, ...modules].filter((turn) => turn > 0)).toEqual([])
})
