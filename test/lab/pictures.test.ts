import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readDocument } from '../../lab/index'
import { findPictures, namesOf } from '../../lab/pictures/sources'
import { withManifests } from '../../lab/sweep/document'

// Which files a sweep is about; nothing is decoded here.

let folder: string
const at = (...names: string[]) => join(folder, ...names)
const hash = (text: string) => createHash('sha256').update(text).digest('hex')
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'nodecodecs-pictures-'))
  for (const name of ['b', 'a/x', 'a/done/streams']) mkdirSync(at(name), { recursive: true })
  for (const name of ['1.png', '2.PNG', 'notes.txt', 'a/1.png', 'a/x/3.webp', 'b/4.jpg']) {
    writeFileSync(at(name), name)
  }
  writeFileSync(at('a/done/results.jsonl'), '')
  writeFileSync(at('a/done/streams/abc.webp'), '')
})
afterAll(() => rmSync(folder, { recursive: true }))

const found = (...given: Parameters<typeof findPictures>[0][number][]) =>
  findPictures(given).map(({ path }) => path.slice(folder.length + 1))

test('folders are searched to the bottom, without what sweeps have put there', () => {
  expect(found(folder)).toEqual(['1.png', '2.PNG', 'a/1.png', 'a/x/3.webp', 'b/4.jpg'])
  expect(() => found(at('a/done'))).toThrow('no pictures in this folder')
})

test.each([
  ['*.png', ['1.png']],
  ['*.{png,PNG}', ['1.png', '2.PNG']],
  ['[ab]/*', ['a/1.png', 'b/4.jpg']],
  ['**/1.png', ['1.png', 'a/1.png']],
  ['a/?/3.*', ['a/x/3.webp']],
  ['[!b]/*.png', ['a/1.png']],
  ['[^b]/*.png', ['a/1.png']],
])('glob %s', (glob, files) => {
  expect(found(at(glob))).toEqual(files)
})

test('brackets that are no pattern name the file, or nothing', () => {
  expect(() => found(at('[a/*'))).toThrow(RangeError)
  expect(() => found(at('[z-a]/*'))).toThrow('no such range of characters')
  expect(() => found(at('{a/*'))).toThrow(RangeError)
})

test('each file once, in the order given; twins keep as much of their folders as they need', () => {
  expect(found(at('b'), at('b/4.jpg'), at('1.png'))).toEqual(['b/4.jpg', '1.png'])
  const names = namesOf([at('1.png'), at('a/1.png'), at('b/4.jpg')])
  expect(names).toEqual(['1.png', 'a/1.png', '4.jpg'])
})

test('names of ten thousand files take a moment', () => {
  const paths = Array.from({ length: 10_000 }, (_, i) => at(`${i}/a/image.png`))
  const start = performance.now()
  expect(namesOf(paths)[7]).toBe('7/a/image.png')
  expect(performance.now() - start).toBeLessThan(5000)
})

describe('manifests', () => {
  const entry = { path: '1.png', sha256: hash('1.png'), licence: 'CC0', source: 'https://x.org/1' }
  const table = (separator: string) =>
    [Object.keys(entry), Object.values(entry)].map((line) => line.join(separator)).join('\n')
  test.each([
    ['m.csv', table(',')],
    ['m.tsv', table('\t')],
    ['m.json', JSON.stringify([entry])],
    ['m.yaml', JSON.stringify({ pictures: [entry] })],
  ])('%s: paths are relative to it', (name, text) => {
    writeFileSync(at(name), text)
    const { pictures } = readDocument(at(name))
    expect(findPictures(pictures!)).toEqual([{ ...entry, path: at('1.png') }])
  })

  test('a sweep names one among its pictures', () => {
    writeFileSync(at('inner.csv'), table(','))
    writeFileSync(at('outer.yaml'), '{ pictures: [inner.csv, b], codecs: [jpeg] }')
    const { pictures } = readDocument(at('outer.yaml'))
    const sources = findPictures(withManifests(pictures!))
    expect(sources).toEqual([{ ...entry, path: at('1.png') }, { path: at('b/4.jpg') }])
    expect(() => withManifests([at('outer.yaml')])).toThrow('expected a list of pictures')
  })

  test('a file of another hash is refused', () => {
    const wrong = { path: at('1.png'), sha256: hash('other') }
    expect(() => found(wrong)).toThrow(`the manifest says ${wrong.sha256}`)
  })

  test.each([
    ['pictures: [a.png', 'Flow sequence'],
    ['{"codes": []}', "'codes' is not known; known: pictures, codecs"],
    ['{"pictures": [{"file": "1.png"}]}', 'pictures[0]: expected a path'],
    ['{"codecs": [{"codec": "jpeg", "option": {}}]}', "codecs[0]: 'option' is not known"],
    ['{"codecs": {}}', 'codecs: expected a list'],
    ['3', 'expected a sweep or a list of pictures'],
  ])('%s: %s', (text, message) => {
    writeFileSync(at('wrong.json'), text)
    expect(() => readDocument(at('wrong.json'))).toThrow(message)
    expect(() => readDocument(at('wrong.json'))).toThrow(/^.*wrong\.json: /)
  })
})

test('a file that is not there, and a folder, are told as mistakes', () => {
  for (const path of [at('absent.yaml'), folder]) {
    expect(() => readDocument(path)).toThrow(new TypeError(`${path}: no such file`))
  }
})
