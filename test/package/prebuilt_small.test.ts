import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

// What keeps the prebuilt addon small; that it still runs is proven by util/prebuilt/round_trips.js.

interface Row {
  name: string
  leaf?: string[]
  patch?: { file: string; how: string }
}

const { shrink } = jest.requireActual<{ shrink(name: string): (folder: string) => void }>(
  '../../util/prebuilt/c_references.js',
)
const { LIBRARIES } = jest.requireActual<{ LIBRARIES: Row[] }>('../../util/prebuilt/libraries.js')

describe('C functions beside which there are SIMD ones', () => {
  let folder: string
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'nodecodecs-c-references-'))))
  afterEach(() => rmSync(folder, { recursive: true }))

  const put = (name: string) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), 'project(it)\n')
  }

  test('are compiled at -O2, and the rest as before', () => {
    const list = 'Source/Lib/Codec/CMakeLists.txt'
    put(list)
    put('Source/Lib/Codec/intra_prediction.c')
    shrink('svt-av1')(folder)
    expect(readFileSync(join(folder, list), 'utf8')).toBe(
      'project(it)\n\nset_source_files_properties(intra_prediction.c PROPERTIES COMPILE_OPTIONS -O2)\n',
    )
  })

  test('are an error where they are not there: another version', () => {
    put('CMakeLists.txt')
    expect(() => shrink('libaom')(folder)).toThrow(/libaom: aom_dsp\/variance.c is not there/)
  })
})

test('every change to a source is told in NOTICE: which file makes it, and what it does', () => {
  const changed = LIBRARIES.filter(({ patch }) => patch)
  expect(changed.map(({ name }) => name).sort()).toEqual(['libaom', 'svt-av1', 'x265'])
  for (const { patch } of changed) {
    expect(existsSync(join(__dirname, '../../util/prebuilt', patch!.file))).toBe(true)
    expect(patch!.how).toMatch(/^\w+s .+/)
  }
})

test('libraries in C++, and FFmpeg that calls them, keep their unwind tables', () => {
  const lean = LIBRARIES.filter(({ leaf }) => leaf).map(({ name }) => name)
  for (const name of ['libjxl', 'highway', 'x265', 'ffmpeg', 'libtiff', 'libjpeg-turbo']) {
    expect(lean).not.toContain(name)
  }
})
