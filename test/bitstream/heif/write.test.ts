import { identify } from '../../../lib/codecs/recognise'
import { inspect } from '../../../lib/probe/inspect'
import {
  inspectHeif,
  isHeif,
  readHeif,
  writeHeif,
  type HeifPicture,
} from '../../../lib/bitstream/heif'
import { hevcSps } from '../../../lib/bitstream/nal/hevc'
import { decodeStream, drawPlanes, encodeAv1, encodeHevc, run } from '../../helpers/ffmpeg_streams'
import { inFolder } from '../../helpers/heif_programs'
import { writeFileSync } from 'node:fs'
import {
  BT601,
  av1,
  bytesOf,
  differences,
  hevc,
  metadata,
  picture,
} from '../../helpers/heif_written'

describe('the files', () => {
  test('a plain AVIF has at most 282 bytes more than its OBU stream', () => {
    const file = writeHeif(av1)
    expect(file.length - av1.stream.length).toBe(268)
    const sections = inspectHeif(file)
    expect(bytesOf(sections)).toBe(file.length)
    expect(bytesOf(sections, 'container')).toBe(258)
    expect(sections.at(-2)).toMatchObject({ kind: 'header', name: 'sequence header' })
    expect(sections.at(-1)).toMatchObject({ kind: 'picture', name: 'frame' })
  })

  test('a plain HEIC has less than 300 bytes more than its HEVC stream', () => {
    expect(writeHeif(hevc).length - hevc.stream.length).toBeLessThan(300)
  })

  test.each([
    ['AVIF 4:2:0', 'av1', 'yuv420p', 'avif', 'avifmif1miafMA1B'],
    ['AVIF 4:4:4', 'av1', 'yuv444p', 'avif', 'avifmif1miafMA1A'],
    ['AVIF 12 bit, in no profile of AVIF', 'av1', 'yuv420p12le', 'avif', 'avifmif1miaf'],
    ['HEIC of the Main profile', 'hevc', 'yuv420p', 'heic', 'heicmif1miaf'],
    ['HEIC of the range extensions', 'hevc', 'yuv444p10le', 'heix', 'heixmif1miaf'],
  ] as const)('%s claims its brands', (_, codec, format, major, compatible) => {
    const planes = drawPlanes(format, 64, 48)
    const stream = codec === 'av1' ? encodeAv1(planes) : encodeHevc(planes)
    const file = writeHeif({ codec, stream, width: 64, height: 48 })
    expect(Buffer.from(file.subarray(8, 12)).toString()).toBe(major)
    expect(Buffer.from(file.subarray(16, 16 + compatible.length)).toString()).toBe(compatible)
    expect(isHeif(file)).toBe(true)
    expect(isHeif(stream)).toBe(false)
  })

  test.each([
    ['AVIF', av1],
    ['HEIC', hevc],
  ] as const)('%s: our reader gives back what went in', (_, base) => {
    const mask = drawPlanes('gray', 64, 48)
    const alpha = base.codec === 'av1' ? encodeAv1(mask) : encodeHevc(mask)
    const file = writeHeif({
      ...base,
      ...metadata,
      alpha: { stream: alpha, premultiplied: true },
      width: 60,
      irot: 3,
      imir: 1,
    })
    const read = readHeif(file)
    expect(read).toMatchObject({ width: 48, height: 60, nclx: BT601 })
    expect(read.image).toMatchObject({ codec: base.codec, width: 64, height: 48, chroma: '444' })
    expect(read.alpha).toMatchObject({ premultiplied: true, chroma: '400', bitDepth: 8 })
    expect(read.transforms).toEqual([
      { type: 'clap', x: 0, y: 0, width: 60, height: 48 },
      { type: 'irot', angle: 270 },
      { type: 'imir', axis: 1 },
    ])
    for (const kind of ['exif', 'icc', 'xmp'] as const) {
      expect(Buffer.from(read[kind]!)).toEqual(Buffer.from(metadata[kind]))
    }
    const demuxer = base.codec === 'av1' ? 'obu' : 'hevc'
    const ours = decodeStream(read.image.tile(0), demuxer, picture)
    expect(differences(ours, decodeStream(base.stream, demuxer, picture))).toEqual([0, 0, 0])
    const ourMask = decodeStream(read.alpha!.tile(0), demuxer, mask)
    expect(differences(ourMask, decodeStream(alpha, demuxer, mask))).toEqual([0])

    const sections = inspectHeif(file)
    expect(bytesOf(sections)).toBe(file.length)
    const { exif, icc, xmp } = metadata
    expect(bytesOf(sections, 'metadata')).toBe(exif.length + 4 + icc.length + xmp.length)
    expect(sections.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['ICC profile', 'Exif', 'XMP', 'iref box']),
    )
  })

  test('4:2:0 of 8 and 10 bits claims Main and Main 10 in hvcC, VPS and SPS, and decodes as before', () => {
    for (const [format, profile] of [
      ['yuv420p', 1],
      ['yuv420p10le', 2],
    ] as const) {
      const planes = drawPlanes(format, 64, 48)
      const stream = encodeHevc(planes)
      expect(hevcSps(stream).profileTierLevel[0]).toBe(4)
      const { image } = readHeif(writeHeif({ codec: 'hevc', stream, width: 64, height: 48 }))
      expect(hevcSps(image.tile(0)).profileTierLevel[0]).toBe(profile)
      const info = inFolder((path) => {
        writeFileSync(path('a.hevc'), image.tile(0))
        const entries = ['-show_entries', 'stream=profile', '-of', 'csv=p=0']
        return run('ffprobe', ['-v', 'error', ...entries, path('a.hevc')])
          .toString()
          .trim()
      })
      expect(info).toBe(profile === 1 ? 'Main' : 'Main 10')
      const ours = decodeStream(image.tile(0), 'hevc', planes)
      expect(differences(ours, decodeStream(stream, 'hevc', planes))).toEqual([0, 0, 0])
    }
  })

  test.each([
    ['AVIF', av1],
    ['HEIC', hevc],
  ] as const)('%s is found by its file type, inspected and verified', (_, base) => {
    const file = writeHeif({ ...base, irot: 1 })
    expect(inspect(file)).toMatchObject({ format: 'heif', width: 48, height: 64 })
    expect(() => identify(file)!.verify!(file)).not.toThrow()
    expect(() => identify(file)!.verify!(file.subarray(0, -1))).toThrow('HEIF')
  })

  test('properties that colour and alpha share are stored once', () => {
    const alpha = { stream: encodeAv1(drawPlanes('gray', 64, 48)) }
    const names = inspectHeif(writeHeif({ ...av1, alpha })).map(({ name }) => name)
    expect(names.filter((name) => name === 'ispe box')).toHaveLength(1)
  })

  test.each<[string, Partial<HeifPicture>, string | RegExp]>([
    ['a width of 0', { width: 0 }, 'width is 0, expected an integer of 1 to 64'],
    ['more than the coded height', { height: 49 }, 'height is 49, expected an integer of 1 to 48'],
    ['a quarter turn too many', { irot: 4 as 3 }, 'irot is 4'],
    ['a third mirror axis', { imir: 2 as 1 }, 'imir is 2'],
    ['colour as alpha', { alpha: { stream: av1.stream } }, /alpha stream is 64x48, 8 bits, 444/],
    [
      'alpha of another size',
      { alpha: { stream: encodeAv1(drawPlanes('gray', 32, 48)) } },
      '32x48',
    ],
    ['no stream', { stream: new Uint8Array(0) }, 'AV1'],
    ['HEVC as AV1', { stream: hevc.stream }, 'AV1'],
    ['AV1 as HEVC', { codec: 'hevc' }, 'HEVC'],
    ['HEVC without parameter sets', { codec: 'hevc', stream: hevc.stream.subarray(-50) }, 'HEVC'],
  ])('%s is refused', (_, change, message) => {
    expect(() => writeHeif({ ...av1, ...change })).toThrow(message)
  })
})
