import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildNativeProgram, compiler, hasCompiler, libavutil } from '../helpers/native_program'

const missing = hasCompiler ? libavutil.missing : `no ${compiler}`

let folder: string
let lines: string[] = []
let status: number | null

const title = missing ? `native/convert (skipped: ${missing})` : 'native/convert'
;(missing ? describe.skip : describe)(title, () => {
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'nodecodecs-convert-'))
    const program = join(folder, 'convert_check')
    const output = program
    const { flags } = libavutil
    buildNativeProgram({
      main: 'convert_check.cc',
      parts: ['convert', 'simd/isa.cc'],
      output,
      flags,
    })
    const run = spawnSync(program, { encoding: 'utf8', maxBuffer: 1 << 26 })
    lines = run.stdout.trim().split('\n')
    status = run.status
  }, 600_000)

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const okLines = (pattern: RegExp) =>
    lines.filter((line) => line.startsWith('ok ') && pattern.test(line))

  test('is within one code, for all but one sample in a thousand, of the double precision reference', () => {
    expect(lines.filter((line) => line.startsWith('FAIL'))).toEqual([])
    expect(lines.at(-1)).toBe('0 failures')
    expect(status).toBe(0)
  })

  test.each([
    'yuv444p',
    'yuv422p',
    'yuv420p',
    'yuv440p',
    'yuvj420p',
    'yuv444p10le',
    'yuv420p12le',
    'yuv422p16le',
    'yuva420p',
    'yuva444p10le',
    'gray',
    'gray10le',
    'gray16be',
    'ya8',
    'ya16be',
    'gbrp',
    'gbrp14le',
    'gbrap12le',
    'rgb24',
    'bgr24',
    'argb',
    'abgr',
    'bgr0',
    'rgb48be',
    'rgba64le',
    'nv12',
    'p010le',
  ])('writes and reads %s', (format) => {
    expect(okLines(new RegExp(` ${format} from `)).length).toBeGreaterThan(0)
    expect(okLines(new RegExp(` ${format} to `)).length).toBeGreaterThan(0)
  })

  test.each([
    'pal8',
    'monow',
    'monob',
    'rgb555le',
    'rgb565be',
    'bgr4',
    'x2rgb10le',
    'yuv410p',
    'yuv411p',
    'yuvj444p',
    'yuyv422',
    'p016be',
  ])('reads %s', (format) => {
    expect(okLines(new RegExp(` ${format} to `)).length).toBeGreaterThan(0)
  })

  test.each(['vaapi', 'bayer_rggb8', 'xyz12le', 'grayf32le', 'uyyvyy411'])(
    'says that it cannot convert %s',
    (format) => expect(lines).toContain(`none ${format}`),
  )

  test('gives every grey its exact luma, neutral chroma, and itself back', () => {
    expect(okLines(/greys of .*, luma/)).toHaveLength(152)
    expect(okLines(/greys of .*, chroma/)).toHaveLength(152)
    expect(okLines(/greys of .*, restored/)).toHaveLength(152)
  })

  test('restores RGB: exactly through 10-bit 4:4:4 and GBR, by one at most through 8-bit 4:4:4', () => {
    const trips = okLines(/round trip/).map((line) => line.replace(/^ok +|, mean.*$/g, ''))
    expect(trips).toEqual(
      expect.arrayContaining([
        'round trip of 8 bits, yuv444p 601 full: max error 1 (limit 1)',
        'round trip of 8 bits, yuv444p10le 601 full: max error 0 (limit 0)',
        'round trip of 8 bits, yuv444p10le 601 limited: max error 0 (limit 0)',
        'round trip of 8 bits, gbrp 601 full: max error 0 (limit 0)',
        'round trip of 12 bits, gbrp12le 601 full: max error 0 (limit 0)',
      ]),
    )
  })
})
