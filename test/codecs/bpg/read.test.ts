import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { identify } from '../../../lib/codecs/recognise'
import { inspect } from '../../../lib/probe/inspect'
import { inspectBpg, readBpg, writeBpg } from '../../../lib/bitstream/bpg'
import { ue7 } from '../../../lib/bitstream/bpg/ue7'
import { nals } from '../../../lib/bitstream/nal/units'
import { decodeByLibbpg } from '../../helpers/bpg_decoder'
import { codeOf } from '../../helpers/failures'
import { decodeStream, drawPlanes, encodeHevc, run } from '../../helpers/ffmpeg_streams'
import { planesToRgb } from '../../helpers/planes_to_rgb'
import { itWhere } from '../../helpers/where'
import { bpgOf, gray, rgbOf, small, smallFile, ycbcr } from '../../helpers/bpg_pictures'

const images = resolve(
  process.env.NODECODECS_IMAGES ?? join(__dirname, '../../../../shared/images'),
)

const happy = join(images, 'Happy.bpg')

describe('what we read', () => {
  itWhere(existsSync(happy), `no ${happy}`)('a file of the real bpgenc', () => {
    const bytes = readFileSync(happy)
    const read = readBpg(bytes)
    expect(read).toMatchObject({ width: 400, height: 400, chroma: '420', bitDepth: 8 })
    const decoded = decodeStream(read.hevc, 'hevc', { ...read, pixelFormat: 'yuv420p' })
    const [theirs] = decodeByLibbpg(bytes)
    const theirRgb = rgbOf(theirs!)
    const ourRgb = planesToRgb(decoded, ycbcr)
    // Their chroma is interpolated, ours repeated; luma, which both share, tells the pictures apart.
    const luma = (rgb: Uint8ClampedArray): Float64Array =>
      Float64Array.from(
        { length: rgb.length / 3 },
        (_, i) => 0.299 * rgb[3 * i]! + 0.587 * rgb[3 * i + 1]! + 0.114 * rgb[3 * i + 2]!,
      )
    const [a, b] = [luma(theirRgb), luma(ourRgb)]
    expect(a.reduce((sum, value, i) => sum + Math.abs(value - b[i]!), 0) / a.length).toBeLessThan(
      0.5,
    )
    expect(inspectBpg(bytes).map(({ name }) => name)).toEqual([
      ...['BPG header', 'hevc_header', 'PPS', 'start code', 'slice'],
    ])
  })

  test.each([
    ['yuv444p', ycbcr, 'yuvj444p?|yuv444p', 'pc', 'bt470bg'],
    ['yuv444p', { colorSpace: 'ycgco', limitedRange: true }, 'yuv444p', 'tv', 'ycgco'],
    ['yuv422p', { colorSpace: 'ycbcr709', limitedRange: true }, 'yuv422p', 'tv', 'bt709'],
    [
      'yuv420p10le',
      { colorSpace: 'ycbcr2020', limitedRange: false },
      'yuv420p10le',
      'pc',
      'bt2020nc',
    ],
    ['gbrp', { colorSpace: 'rgb', limitedRange: false }, 'gbrp', 'pc', 'gbr'],
  ] as const)(
    '%s %o: the decoder reports range and matrix',
    (format, colour, pix, range, space) => {
      const { hevc } = readBpg(writeBpg(bpgOf(drawPlanes(format, 32, 32), 'qp=20', colour)))
      const entries = 'stream=pix_fmt,color_range,color_space'
      const args = ['-v', 'error', '-f', 'hevc', '-show_entries', entries, '-of', 'json', '-i', '-']
      const [stream] = JSON.parse(run('ffprobe', args, hevc).toString()).streams
      expect(stream.pix_fmt).toMatch(new RegExp(`^(${pix})$`))
      expect(stream).toMatchObject({ color_range: range, color_space: space })
    },
  )

  test('the first picture of an animation', () => {
    const frames = [0, 1].map((n) =>
      drawPlanes('yuv444p', 32, 32, (p, x, y) => (p + x + y + 40 * n) / 110),
    )
    const raw = Buffer.concat(
      frames.flatMap(({ planes }) => planes.map((plane) => Uint8Array.from(plane))),
    )
    const both = run(
      'ffmpeg',
      [
        ...['-v', 'error', '-f', 'rawvideo', '-pix_fmt', 'yuv444p', '-s', '32x32', '-i', '-'],
        ...[
          '-c:v',
          'libx265',
          '-bf',
          '0',
          '-x265-params',
          'info=0:log-level=none:qp=20',
          '-f',
          'hevc',
          '-',
        ],
      ],
      raw,
    )
    const units = nals(both, 'HEVC')
    const second = units[4]!
    const hevc = both.subarray(0, second.prefix)
    const still = writeBpg({ ...small, width: 32, height: 32, hevc })
    const rest = [0, 0, 1, ...both.subarray(second.start, second.end)]
    const control = [5, 3, 0, 1, 25]
    const pictureLength = still.length - 9
    const animation = Uint8Array.from([
      ...still.subarray(0, 5),
      ...[
        still[5]! | 0x09,
        32,
        32,
        ...ue7(pictureLength + rest.length),
        control.length,
        ...control,
      ],
      ...still.subarray(9),
      ...rest,
    ])
    expect(still[8]).toBeLessThan(0x80)
    expect(decodeByLibbpg(animation, 'bpgdec8a.js')).toHaveLength(2)

    const read = readBpg(animation)
    expect(read.animation).toBe(true)
    expect(Buffer.from(read.hevc)).toEqual(Buffer.from(readBpg(still).hevc))
    const withoutFlag = Uint8Array.from(animation)
    withoutFlag[5]! &= 0xfe
    expect(() => readBpg(withoutFlag)).toThrow('several pictures in a file that is no animation')
  })

  test('bytes up to the end where picture_data_length is 0', () => {
    const open = Uint8Array.from([...smallFile.subarray(0, 8), 0, ...smallFile.subarray(10)])
    expect(readBpg(open).hevc).toEqual(readBpg(smallFile).hevc)
    expect(decodeByLibbpg(open)[0]!.data).toEqual(decodeByLibbpg(smallFile)[0]!.data)
  })
})

describe('inspect', () => {
  test('covers every byte, alpha, metadata and what follows the picture included', () => {
    const file = writeBpg({
      ...small,
      alpha: 'straight',
      alphaHevc: encodeHevc(gray(64, 48), 'qp=20:hash=1'),
      extensions: { exif: new Uint8Array(9), icc: new Uint8Array(500), xmp: new Uint8Array(3) },
    })
    const sections = inspectBpg(Buffer.concat([file, Buffer.from('more')]))
    let end = 0
    for (const { offset, length } of sections) {
      expect(offset).toBe(end)
      end += length
    }
    expect(end).toBe(file.length + 4)
    const names = sections.map(({ kind, name, length }) => [kind, name, length])
    expect(names.slice(1, 7)).toEqual([
      ['container', 'extension header', 2],
      ['metadata', 'Exif', 9],
      ['container', 'extension header', 3],
      ['metadata', 'ICC profile', 500],
      ['container', 'extension header', 2],
      ['metadata', 'XMP', 3],
    ])
    expect(sections.map(({ name }) => name).slice(7)).toEqual([
      ...['hevc_header', 'alpha PPS', 'start code', 'alpha slice', 'start code', 'alpha SEI'],
      ...['start code', 'PPS', 'start code', 'slice', 'trailing data'],
    ])
  })

  test('is found by its magic', () => {
    expect(inspect(smallFile)).toMatchObject({ format: 'bpg', width: 64, height: 48 })
    expect(() => identify(smallFile)!.verify!(smallFile)).not.toThrow()
    expect(codeOf(() => identify(smallFile)!.verify!(smallFile.subarray(0, -1)))).toBe('ERR_DECODE')
  })

  test('a plain file has 17 bytes around PPS and slice', () => {
    const container = inspectBpg(smallFile).filter(({ kind }) => kind === 'container')
    expect(container.reduce((sum, { length }) => sum + length, 0)).toBe(13)
    expect(inspectBpg(smallFile)[1]).toMatchObject({ name: 'hevc_header', length: 4 })
  })
})
