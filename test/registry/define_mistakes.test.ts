import { defineCodec, defineMetric, type MetricDescription } from '../../lib/index'
import type { ProgramDescription } from '../../lib/registry/define'
import { failureSync } from '../helpers/failures'
import { makePicture } from '../helpers/pictures'

// A description that means something else than it says is refused where it is given, by name.

const node = process.execPath
const copy = "const [a, b] = process.argv.slice(1); require('fs').copyFileSync(a, b)"
const description = {
  name: 'mistaken',
  encode: [node, '-e', copy, '{input.ppm}', '{output}'],
  decode: [node, '-e', copy, '{input}', '{output.ppm}'],
}

test.each<[string, object, string, string]>([
  ["an alias of the library's", { name: 'hevc' }, 'RangeError', "name: 'hevc' is a name of x265"],
  ['an alias by extension', { name: 'jpg' }, 'RangeError', "name: 'jpg' is a name of jpeg"],
  ['a list of options', { options: [1] }, 'TypeError', 'options: expected { NAME: { type } }'],
  ['an option that is no row', { options: { a: 5 } }, 'TypeError', 'options.a: expected { type'],
  ['an option that is null', { options: { a: null } }, 'TypeError', 'options.a: expected { type'],
  [
    'a type that is none',
    { options: { a: { type: 'float' } } },
    'TypeError',
    'options.a: expected',
  ],
  ['no values', { options: { a: { type: 'enum' } } }, 'TypeError', 'options.a: values: expected'],
  [
    'min above max',
    { options: { a: { type: 'int', min: 5, max: 1 } } },
    'RangeError',
    'options.a: expected min up to max, got 5 and 1',
  ],
  [
    'a default outside of the range',
    { options: { a: { type: 'int', min: 0, max: 9, default: 99 } } },
    'RangeError',
    'options.a: default: expected an integer from 0 to 9, got 99',
  ],
  [
    "every codec's name",
    { options: { quality: { type: 'int', min: 0, max: 9 } } },
    'RangeError',
    "options: 'quality' is there already",
  ],
  [
    "a placeholder's name",
    { options: { input: { type: 'string' } } },
    'RangeError',
    "options: 'input' is there already",
  ],
])('defineCodec: %s', (_, wrong, name, message) => {
  const error = failureSync(() => defineCodec({ ...description, ...wrong } as ProgramDescription))
  expect(error.name).toBe(name)
  expect(error.message).toMatch(message)
})

test('a container longer than the file is no size', () => {
  const codec = defineCodec({ ...description, containerBytes: 1e6 })
  const error = failureSync(() => codec.applySync(makePicture({ width: 4, height: 4 })))
  expect(error).toMatchObject({ code: 'ERR_ENCODE', codec: 'mistaken' })
  expect(error.message).toMatch('less than the 1000000 of its container')
})

const metric = { name: 'wrong', better: 'higher', command: ['echo', '1'] }

test.each<[string, unknown, string]>([
  ['nothing', undefined, 'TypeError'],
  ['a name that is no text', { ...metric, name: 5 }, 'TypeError'],
  ["a target's size", { ...metric, name: 'bytes' }, 'RangeError'],
  ['neither higher nor lower', { ...metric, better: 'up' }, 'TypeError'],
  ['no word of which is better', { ...metric, better: undefined }, 'TypeError'],
  ['no program', { ...metric, command: [] }, 'TypeError'],
  ['files of another kind', { ...metric, files: 'ppm' }, 'TypeError'],
  ['a range of one', { ...metric, range: [1] }, 'TypeError'],
  ['a side that is no number', { ...metric, minSide: '8' }, 'TypeError'],
  ['a key that is misspelt', { ...metric, minside: 8 }, 'TypeError'],
])('defineMetric: %s', (_, wrong, name) => {
  const error = failureSync(() => defineMetric(wrong as MetricDescription))
  expect(error.name).toBe(name)
  expect(error.message).toMatch(/^defineMetric: /)
})
