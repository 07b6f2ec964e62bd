import { writeFileSync } from 'node:fs'
import { AV1, AVIF, HEIC, X265 } from '../../lib'
import { readHeif } from '../../lib/bitstream/heif'
import { run } from '../helpers/ffmpeg_streams'
import { describeWith, inFolder } from '../helpers/heif_programs'
import { makePicture } from '../helpers/pictures'

const picture = makePicture({ width: 64, height: 48 })
const quick = { usage: 'allintra', speed: 8 } as const
const fast = { preset: 'ultrafast' } as const

/** H.273's code points, and libavutil's names for them: sRGB's primaries and transfer everywhere. */
const MATRICES = {
  bt601: { code: 6, name: 'smpte170m' },
  bt709: { code: 1, name: 'bt709' },
  bt2020: { code: 9, name: 'bt2020nc' },
  rgb: { code: 0, name: 'gbr' },
} as const
type Matrix = keyof typeof MATRICES

const ranges = ['full', 'limited'] as const
const rows = (['bt601', 'bt709', 'bt2020', 'rgb'] as const).flatMap((matrix) =>
  // RGB has no limited range.
  (matrix === 'rgb' ? (['full'] as const) : ranges).map((range) => ({ matrix, range })),
)

/** Colour fields that ffprobe reports of a file. */
function probed(bytes: Uint8Array, extension: string): Record<string, string> {
  return inFolder((path) => {
    const file = path(`a.${extension}`)
    writeFileSync(file, bytes)
    const fields = 'color_range,color_space,color_transfer,color_primaries'
    const entries = ['-show_entries', `stream=${fields}`, '-of', 'json']
    const { streams } = JSON.parse(run('ffprobe', ['-v', 'error', ...entries, file]).toString())
    return streams[0]
  })
}

const expected = (matrix: Matrix, range: 'full' | 'limited') => ({
  color_range: range === 'full' ? 'pc' : 'tv',
  color_space: MATRICES[matrix].name,
  color_transfer: 'iec61966-2-1',
  color_primaries: 'bt709',
})

const nclx = (matrix: Matrix, range: 'full' | 'limited') => ({
  primaries: 1,
  transfer: 13,
  matrix: MATRICES[matrix].code,
  fullRange: range === 'full',
})

describe.each(rows)('$matrix, $range', ({ matrix, range }) => {
  test('AVIF: colr, the AV1 stream in it and the bare one say the same', () => {
    const file = new AVIF({ ...quick, matrix, range }).encodeSync(picture)
    const { nclx: said } = readHeif(file)
    expect(said).toEqual(nclx(matrix, range))
    expect(probed(file, 'avif')).toEqual(expected(matrix, range))
    const stream = new AV1({ ...quick, matrix, range }).encodeSync(picture)
    expect(probed(stream, 'obu')).toEqual(expected(matrix, range))
  })

  test('HEIC: colr, the HEVC stream in it and the bare one say the same', () => {
    const file = new HEIC({ ...fast, matrix, range }).encodeSync(picture)
    const { nclx: said, image } = readHeif(file)
    expect(said).toEqual(nclx(matrix, range))
    expect(probed(image.tile(0), 'hevc')).toEqual(expected(matrix, range))
    const stream = new X265({ ...fast, matrix, range }).encodeSync(picture)
    expect(probed(stream, 'hevc')).toEqual(expected(matrix, range))
  })

  test('planes that are coded as they are keep their own tags', () => {
    if (matrix === 'rgb') return
    const coded = new X265({ ...fast, matrix, range }).encodeSync(picture)
    const planes = new X265().decodeSync(coded, { as: 'planes' })
    expect([planes.matrix, planes.range]).toEqual([matrix, range])
    for (const codec of [new AVIF(quick), new HEIC(fast)]) {
      expect(readHeif(codec.encodeSync(planes)).nclx).toEqual(nclx(matrix, range))
    }
  })
})

test('alpha is full range and has no colour of its own', () => {
  const rgba = makePicture({ width: 64, height: 48, channels: 4 })
  const limited = { range: 'limited', matrix: 'bt709' } as const
  const streams = [
    [new AVIF({ ...quick, ...limited }).encodeSync(rgba), 'obu'],
    [new HEIC({ ...fast, ...limited }).encodeSync(rgba), 'hevc'],
  ] as const
  for (const [file, extension] of streams) {
    const { alpha, nclx: said } = readHeif(file)
    expect(said).toEqual(nclx('bt709', 'limited'))
    const stream = alpha!.tile(0)
    // The program's AV1 reader wants a temporal delimiter.
    const bytes = extension === 'obu' ? Buffer.from([0x12, 0, ...stream]) : stream
    expect(probed(bytes, extension)).toMatchObject({ color_range: 'pc' })
  }
})

describeWith(['avifdec'], 'avifdec --info reports the same', () => {
  test.each(rows)('$matrix, $range', ({ matrix, range }) => {
    const file = new AVIF({ ...quick, matrix, range }).encodeSync(picture)
    const info = inFolder((path) => {
      writeFileSync(path('a.avif'), file)
      return run('avifdec', ['--info', path('a.avif')]).toString()
    })
    expect(info).toMatch(new RegExp(`Matrix Coeffs\\. : ${MATRICES[matrix].code}$`, 'm'))
    expect(info).toMatch(range === 'full' ? /Range +: Full/ : /Range +: Limited/)
    expect(info).toMatch(/Color Primaries: 1$/m)
    expect(info).toMatch(/Transfer Char\. : 13$/m)
  })
})

describeWith(['heif-info'], 'heif-info reports', () => {
  test.each([
    ['avif', new AVIF(quick)],
    ['heic', new HEIC(fast)],
  ] as const)('%s: nclx, and alpha where there is one', (extension, codec) => {
    const info = (channels: number) =>
      inFolder((path) => {
        const file = path(`a.${extension}`)
        writeFileSync(file, codec.encodeSync(makePicture({ width: 64, height: 48, channels })))
        return run('heif-info', [file]).toString()
      })
    expect(info(3)).toMatch(/image: 64x48 .*primary\n\s+color profile: nclx\n\s+alpha channel: no/)
    expect(info(4)).toMatch(/color profile: nclx\n\s+alpha channel: yes/)
  })
})
