import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import { codecTable } from '../../lib/codecs'
import type { Descriptor } from '../../lib/codecs/descriptor'
import { plainFormats } from '../../lib/codecs/plain'
import { codecsOfBytes, formats } from '../../lib/codecs/recognise'
import { decode, inspect, readImage, readImageSync, writeImage } from '../../lib/index'
import { codecFailure } from '../helpers/failures'
import { makePicture, samplesOf } from '../helpers/pictures'
import { allEntries, describeEntries } from '../helpers/table'

let folder: string
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'nodecodecs-recognise-'))))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('every codec names a format, and two formats of one name hold different bytes', () => {
  const all: readonly Descriptor[] = [...codecTable, ...plainFormats]
  for (const { formats: own } of all) {
    for (const { kind } of Object.values(own)) expect(formats).toContain(kind)
  }
  expect(new Set(formats.map(({ matches }) => matches)).size).toBe(formats.length)
})

test.each([
  ['text', [...Buffer.from('hello')], 'no known format begins with 68656c6c6f'],
  ['no bytes', [], 'there are no bytes'],
])('%s is one error, whoever is asked', async (_name, values, message) => {
  const bytes = Uint8Array.from(values)
  const path = join(folder, 'unknown.png')
  writeFileSync(path, bytes)
  for (const call of [() => inspect(bytes), () => decode(bytes)]) {
    expect(await codecFailure(call)).toMatchObject({ code: 'ERR_DECODE', message })
  }
  for (const call of [() => decode(path), () => readImage(path), () => readImageSync(path)]) {
    const expected = { code: 'ERR_DECODE', message: `${path}: ${message}` }
    expect(await codecFailure(call)).toMatchObject(expected)
  }
})

test('inspect and decode take bytes of another realm, and nothing but bytes', async () => {
  const path = join(folder, 'realm.png')
  await writeImage(path, makePicture({ width: 5, height: 4 }))
  const bytes = new Uint8Array(readFileSync(path))
  const context = createContext({ values: [...bytes] })
  const foreign = runInContext('Uint8Array.from(values)', context) as Uint8Array
  expect(foreign instanceof Uint8Array).toBe(false)
  expect(inspect(foreign)).toEqual(inspect(bytes))
  expect(samplesOf(await decode(foreign))).toEqual(samplesOf(await decode(bytes)))
  for (const wrong of [5, null, [1, 2], new Uint16Array(4)]) {
    expect(() => inspect(wrong as never)).toThrow(TypeError)
    await expect(decode(wrong as never)).rejects.toThrow(TypeError)
  }
})

// One encoder of each is enough: the format is the same.
const firsts = allEntries.filter(
  ({ descriptor, backend, missing }, i, all) =>
    backend === 'native' &&
    i === all.findIndex((e) => e.descriptor === descriptor && !e.missing === !missing),
)

describeEntries(firsts, ({ descriptor, make }) => {
  const picture = makePicture({ width: 34, height: 26 })

  test.each(Object.entries(descriptor.formats))('%s: known by its bytes', async (key, format) => {
    const row = descriptor.options.format
    const option = row?.type === 'enum' && row.values.includes(key) ? { format: key } : {}
    const bytes = await make(option).encode(picture)
    expect(formats.filter(({ matches }) => matches(bytes))).toEqual([format.kind])
    expect(codecsOfBytes(bytes)).toContain(descriptor)
    const path = join(folder, `stream${format.extension}`)
    writeFileSync(path, bytes)
    const shape = [26, 34, 3]
    expect((await decode(bytes)).shape).toEqual(shape)
    expect((await readImage(path)).shape).toEqual(shape)
    expect(readImageSync(path).shape).toEqual(shape)
  })
})
