import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type AvOptions,
  decodeCommand,
  type DecodeRequest,
  encodeCommand,
  type EncodeRequest,
} from '../../../lib/backends/ffmpeg/arguments'
import { parseFrameInfo } from '../../../lib/backends/ffmpeg/report'
import {
  ffmpegInfo,
  parseCodecs,
  parseVersion,
  programVersion,
} from '../../../lib/backends/programs'
import { parsePixelFormat } from '../../../lib/pixelformat'
import { runSync } from '../../../lib/process'
import { codecFailure } from '../../helpers/failures'
import { ffmpegDecode, ffmpegDecodeSync, ffmpegEncode, ffmpegEncodeSync } from '../../helpers/drive'

const info = ffmpegInfo()
const program = 'ffmpeg'
const standIn = (name: string) => join(__dirname, '../..', 'programs', `${name}.js`)

const SRGB_FULL = {
  color_range: 'pc',
  colorspace: 'smpte170m',
  color_primaries: 'bt709',
  color_trc: 'iec61966-2-1',
}
const X265 = 'log-level=none:info=0:wpp=0:pools=none'

/** Codec by codec: encoder, pixel format, options, demuxer; `lossless` ones must come back equal. */
const CODECS: [string, string, AvOptions, string, boolean?][] = [
  ['libx264', 'yuv444p', { qp: 20, g: 1, ...SRGB_FULL }, 'h264'],
  ['libx264', 'yuv420p10le', { qp: 0, g: 1, ...SRGB_FULL }, 'h264', true],
  ['libx264rgb', 'rgb24', { qp: 0, g: 1 }, 'h264'],
  ['libx265', 'yuv444p', { g: 1, 'x265-params': `${X265}:qp=20`, ...SRGB_FULL }, 'hevc'],
  ['libx265', 'yuv420p12le', { g: 1, 'x265-params': `${X265}:lossless=1` }, 'hevc', true],
  ['libx265', 'gbrp', { g: 1, 'x265-params': `${X265}:lossless=1` }, 'hevc', true],
  ['libaom-av1', 'yuv444p', { crf: 0, 'cpu-used': 8, usage: 'allintra', 'row-mt': 0 }, 'obu', true],
  ['libsvtav1', 'yuv420p', { crf: 20, preset: 12, g: 1, ...SRGB_FULL }, 'obu'],
  ['librav1e', 'yuv444p', { qp: 60, speed: 10, ...SRGB_FULL }, 'obu'],
  ['libwebp', 'yuv420p', { quality: 90 }, 'webp_pipe'],
  ['libwebp', 'bgra', { lossless: 1 }, 'webp_pipe'],
  ['mjpeg', 'yuv444p', { flags: '+qscale+bitexact', global_quality: 236, color_range: 'pc' }, 'jpeg_pipe'],
  ['libopenjpeg', 'yuv444p', { format: 'jp2', numresolution: 5 }, 'j2k_pipe', true],
  ['jpeg2000', 'rgb24', { pred: 'dwt53', format: 'j2k', tile_width: 256, tile_height: 256 }, 'j2k_pipe', true],
  ['libjxl', 'rgb24', { distance: 0, effort: 3 }, 'jpegxl_pipe', true],
  ['png', 'rgb48be', { pred: 'mixed' }, 'png_pipe', true],
  ['qoi', 'rgb24', {}, 'qoi_pipe', true],
] // prettier-ignore

const depthOf = (pixelFormat: string): number => parsePixelFormat(pixelFormat)!.depth

/** Samples per plane for a picture of even size, by the pixel format's name. */
function sampleCount(pixelFormat: string, width: number, height: number): number {
  if (/^(bgra|rgba|argb)/.test(pixelFormat)) return 4 * width * height
  if (/^gray/.test(pixelFormat)) return width * height
  return width * height * (pixelFormat.includes('420') ? 1.5 : 3)
}

/** Smooth, different in each plane, with the depth's full range; the same on every machine. */
function rawPicture(pixelFormat: string, width: number, height: number): Uint8Array {
  const depth = depthOf(pixelFormat)
  const count = sampleCount(pixelFormat, width, height)
  const value = (i: number) => {
    const v = 0.5 + 0.3 * Math.sin(i / 37) + 0.19 * Math.cos((i % width) / 9)
    return Math.round(v * (2 ** depth - 1))
  }
  if (depth === 8) return Uint8Array.from({ length: count }, (_, i) => value(i))
  const view = new DataView(new ArrayBuffer(2 * count))
  for (let i = 0; i < count; i++) view.setUint16(2 * i, value(i), pixelFormat.endsWith('le'))
  return new Uint8Array(view.buffer)
}

const [width, height] = [130, 70]
const request = (encoder: string, pixelFormat: string, options: AvOptions = {}): EncodeRequest => ({
  ...{ program, encoder, pixelFormat, options, width, height },
  raw: rawPicture(pixelFormat, width, height),
})

let folder: string
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'ffmpeg-test-'))))
afterAll(() => rmSync(folder, { recursive: true }))

describe('programs', () => {
  test('the real ffmpeg tells its version and codecs', () => {
    expect(info?.path).toMatch(/ffmpeg/)
    expect(info?.version).toMatch(/^[nN]?-?\d/)
    expect([...(info?.encoders ?? [])]).toEqual(expect.arrayContaining(['mjpeg', 'png']))
    expect([...(info?.decoders ?? [])]).toEqual(expect.arrayContaining(['hevc', 'h264', 'png']))
    expect(info?.encoders.has('aac')).toBe(false)
    expect(info?.encoders.has('=')).toBe(false)
  })

  test('are asked once', () => {
    expect(ffmpegInfo()).toBe(ffmpegInfo())
  })

  test('ffmpegPath names the program or its folder', () => {
    const link = join(folder, 'ffmpeg')
    symlinkSync(info?.path ?? '', link)
    expect(ffmpegInfo(folder)?.path).toBe(link)
    expect(ffmpegInfo(link)?.encoders).toEqual(info?.encoders)
  })

  test('that are missing, or not what they should be, are not there', () => {
    expect(ffmpegInfo(join(folder, 'absent'))).toBeUndefined()
    expect(ffmpegInfo(standIn('die'))).toBeUndefined()
    expect(programVersion('no-such-program-here', ['-version'])).toBeUndefined()
    expect(programVersion(standIn('die'), ['-version'])).toBeUndefined()
  })

  test('versions are found whatever is printed around them', () => {
    expect(programVersion('cwebp', ['-version'])).toMatch(/^\d+\.\d+\.\d+$/)
    expect(programVersion(standIn('bpgenc'), ['-h'])).toBe('0.9.8')
    expect(parseVersion('ffmpeg version 5.1.9-0+deb12u1 Copyright (c) 2000')).toBe(
      '5.1.9-0+deb12u1',
    )
    expect(parseVersion('ffmpeg version n7.1-3-gabc Copyright')).toBe('n7.1-3-gabc')
    expect(parseVersion('ffmpeg version N-109558-g1 Copyright')).toBe('N-109558-g1')
    expect(parseVersion('1.2.4\nlibsharpyuv: 0.2.0')).toBe('1.2.4')
    expect(parseVersion('no numbers here')).toBeUndefined()
  })

  test('the legend above the table of codecs is no codec', () => {
    const table =
      ' V..... = Video\n ------\n V....D png   PNG image\n A....D aac   AAC\n VF..D. x  y'
    expect([...parseCodecs(table)]).toEqual(['png', 'x'])
  })
})

describe('planes', () => {
  const missing = CODECS.filter(([encoder]) => !info?.encoders.has(encoder))
  const name =
    missing.length === 0 ? '' : ` (not in this ffmpeg: ${missing.map(([n]) => n).join()})`
  const present = CODECS.filter((codec) => !missing.includes(codec))

  test.each(present)(`%s, %s: one packet, the same picture back${name}`, async (...codec) => {
    const [encoder, pixelFormat, options, demuxer, lossless] = codec
    const source = request(encoder, pixelFormat, options)
    const packet = await ffmpegEncode(source)
    expect(Buffer.compare(ffmpegEncodeSync(source), packet)).toBe(0)
    const decoding: DecodeRequest = { program, bytes: packet, demuxer, maxPixels: width * height }
    const frame = await ffmpegDecode(decoding)
    expect(ffmpegDecodeSync(decoding)).toEqual(frame)
    expect(frame).toMatchObject({ width, height })
    expect(depthOf(frame.pixelFormat)).toBe(depthOf(pixelFormat))
    expect(frame.raw).toHaveLength(source.raw.length)
    if (options.color_range === 'pc' && demuxer !== 'jpeg_pipe')
      expect(frame).toMatchObject({ range: 'full', matrix: 'bt601' })
    if (lossless) {
      expect(frame.pixelFormat).toBe(pixelFormat)
      expect(Buffer.compare(frame.raw, source.raw)).toBe(0)
    }
    expect(countPackets(packet, demuxer)).toBe(1)
  })

  test('VP9: the packet is the bare frame, IVF is put around it by the caller', async () => {
    const options = { crf: 0, lossless: 1, 'cpu-used': 8, 'lag-in-frames': 0 }
    const source = request('libvpx-vp9', 'yuv444p', options)
    const packet = await ffmpegEncode(source)
    expect(packet[0]! >> 6).toBe(2) // frame_marker of the uncompressed header
    const bytes = ivf(packet)
    const frame = await ffmpegDecode({ program, bytes, demuxer: 'ivf' })
    expect(frame).toMatchObject({ width, height, pixelFormat: 'yuv444p' })
    expect(Buffer.compare(frame.raw, source.raw)).toBe(0)
  })

  test.each([
    [1, 1],
    [3, 5],
    [17, 33],
    [1, 4096],
    [257, 131],
  ])('%dx%d comes back with its size', async (w, h) => {
    const raw = rawPicture('yuv444p', w, h)
    const source = { ...request('libaom-av1', 'yuv444p'), raw, width: w, height: h }
    const bytes = await ffmpegEncode({
      ...source,
      options: { crf: 0, usage: 'allintra', 'cpu-used': 8 },
    })
    const frame = await ffmpegDecode({ program, bytes, demuxer: 'obu', maxPixels: w * h })
    expect(frame).toMatchObject({ width: w, height: h })
    expect(Buffer.compare(frame.raw, raw)).toBe(0)
  })

  test('a bitstream filter changes the packet', async () => {
    const source = request('libx264', 'yuv420p', { qp: 30, g: 1 })
    const plain = await ffmpegEncode(source)
    const bitstreamFilter = 'filter_units=remove_types=6'
    const stripped = await ffmpegEncode({ ...source, bitstreamFilter })
    expect(plain.length - stripped.length).toBeGreaterThan(500)
  })

  test('the decoder can be chosen', async () => {
    const bytes = await ffmpegEncode(request('libaom-av1', 'yuv420p', { crf: 30, 'cpu-used': 8 }))
    for (const decoder of ['libdav1d', 'libaom-av1']) {
      const frame = await ffmpegDecode({ program, bytes, demuxer: 'obu', decoder })
      expect(frame.pixelFormat).toBe('yuv420p')
    }
    const wrong = { program, bytes, demuxer: 'obu', decoder: 'hevc' }
    expect((await codecFailure(() => ffmpegDecode(wrong))).code).toBe('ERR_DECODE')
  })

  test('a bare JPEG 2000 codestream is what the caller says', async () => {
    const source = request('libopenjpeg', 'yuv444p', { format: 'j2k', numresolution: 5 })
    const options = { pixel_format: 'yuv444p' }
    const decoding = { program, bytes: await ffmpegEncode(source), demuxer: 'j2k_pipe', options }
    const frame = await ffmpegDecode(decoding)
    expect(frame.pixelFormat).toBe('yuv444p')
    expect(Buffer.compare(frame.raw, source.raw)).toBe(0)
  })
})

describe('commands', () => {
  test('say everything that ffmpeg would decide otherwise', () => {
    const { args, input, env } = encodeCommand(
      request('libx265', 'yuv444p', { g: 1, ...SRGB_FULL }),
    )
    const line = args.join(' ')
    expect(line).toContain('-threads:v 1')
    expect(line).toContain('-pix_fmt +yuv444p')
    expect(line).toMatch(/-colorspace smpte170m .*-i pipe:0 .*-colorspace:v smpte170m/)
    expect(line).toMatch(/-f rawvideo pipe:1$/)
    expect(input).toHaveLength(3 * width * height)
    expect(env).toMatchObject({ SVT_LOG: '1' })
    expect(encodeCommand(request('png', 'rgb24', { threads: 3 })).args.join(' ')).toContain(
      '-threads:v 3',
    )
  })

  test('own the bytes that they decode', () => {
    const bytes = Uint8Array.of(1, 2, 3)
    const { input } = decodeCommand({ program, bytes, demuxer: 'hevc' })
    bytes.fill(9)
    expect([...(input ?? [])]).toEqual([1, 2, 3])
  })

  test('insert no scaler: nothing converts between the planes and the encoder', () => {
    const command = encodeCommand(request('mjpeg', 'yuv444p', { color_range: 'pc' }))
    const args = command.args.map((arg) => (arg === 'level+warning' ? 'level+verbose' : arg))
    const { stderr } = runSync({ ...command, args })
    expect(stderr).toMatch(/rawvideo \(native\) -> mjpeg/)
    expect(stderr).toMatch(/\[verbose\]/)
    expect(stderr).not.toMatch(/auto_scale|Parsed_scale|swscaler/)
  })
})

describe('encoding errors', () => {
  test('an encoder that is not there', async () => {
    const error = await codecFailure(() => ffmpegEncode(request('libnothing', 'yuv444p')))
    expect(error.code).toBe('ERR_ENCODE')
    expect(error.message).toMatch(/Unknown encoder 'libnothing'/)
  })

  test('an option that nobody knows, that another encoder has, and a bad value', async () => {
    const unknown = await codecFailure(() => ffmpegEncode(request('png', 'rgb24', { nonsense: 1 })))
    expect([unknown.code, unknown.message]).toEqual([
      'ERR_ENCODE',
      expect.stringMatching(/nonsense/),
    ])
    const other = await codecFailure(() => ffmpegEncode(request('png', 'rgb24', { crf: 1 })))
    expect([other.code, other.message]).toEqual([
      'ERR_ENCODE',
      expect.stringMatching(/crf.*not been used/),
    ])
    const value = await codecFailure(() => ffmpegEncode(request('png', 'rgb24', { pred: 'best' })))
    expect([value.code, value.message]).toEqual(['ERR_ENCODE', expect.stringMatching(/best/)])
    const inner = { 'x265-params': `${X265}:nonsense=1` }
    const x265 = await codecFailure(() => ffmpegEncode(request('libx265', 'yuv444p', inner)))
    expect([x265.code, x265.message]).toEqual(['ERR_ENCODE', expect.stringMatching(/nonsense/)])
  })

  test('a pixel format that the encoder does not have is never replaced', async () => {
    const error = await codecFailure(() =>
      ffmpegEncode(request('libsvtav1', 'yuv444p', { crf: 30 })),
    )
    expect(error.code).toBe('ERR_ENCODE')
    // FFmpeg 7 tells that no format is common to the planes and the encoder, but not which.
    expect(error.message).toMatch(/yuv444p|common format/)
  })

  test('planes that are too short', async () => {
    const source = request('png', 'rgb24')
    const error = await codecFailure(() => ffmpegEncode({ ...source, raw: source.raw.subarray(1) }))
    expect(error.code).toBe('ERR_ENCODE')
  })

  test('a size that the encoder does not take', async () => {
    const raw = new Uint8Array(3)
    const source = { ...request('libx265', 'yuv444p'), raw, width: 1, height: 1 }
    expect((await codecFailure(() => ffmpegEncode(source))).code).toBe('ERR_ENCODE')
  })
})

describe('a program that is not ffmpeg, or fails', () => {
  const source = { ...request('png', 'rgb24'), raw: new Uint8Array(200_000) }
  const bytes = new Uint8Array(200_000)
  test.each([
    ['fail', 'ERR_CHILD', { exitCode: 3 }],
    ['die', 'ERR_CHILD', { signal: 'SIGKILL' }],
    ['flood', 'ERR_LIMIT', {}],
    ['hang', 'ERR_TIMEOUT', {}],
    ['no-such-program-here', 'ERR_UNAVAILABLE', {}],
  ])('%s: %s', async (name, code, details) => {
    const path = standIn(name)
    const options = { timeout: name === 'hang' ? 300 : undefined }
    const encoding = { ...source, program: path, maxOutputBytes: 100_000 }
    const decoding = { program: path, bytes, demuxer: 'hevc', maxPixels: 10_000 }
    for (const call of [
      () => ffmpegEncode(encoding, options),
      () => ffmpegEncodeSync(encoding, options),
      () => ffmpegDecode(decoding, options),
      () => ffmpegDecodeSync(decoding, options),
    ])
      expect(await codecFailure(call)).toMatchObject({ code, ...details })
  })

  test('ignores its input, ends well and says nothing: ERR_CHILD', async () => {
    const path = join(folder, 'silent')
    writeFileSync(path, '#!/bin/sh\nexit 0\n', { mode: 0o755 })
    const encoding = await codecFailure(() => ffmpegEncode({ ...source, program: path }))
    expect(encoding).toMatchObject({ code: 'ERR_CHILD', exitCode: 0 })
    expect(encoding.message).toMatch(/wrote nothing/)
    const decoding = await codecFailure(() =>
      ffmpegDecode({ program: path, bytes, demuxer: 'hevc' }),
    )
    expect(decoding).toMatchObject({ code: 'ERR_CHILD', exitCode: 0 })
    const chatty = { program: standIn('ignore-stdin'), bytes, demuxer: 'hevc' }
    expect((await codecFailure(() => ffmpegDecode(chatty))).message).toMatch(/did not say/)
  })

  test('missing: the message says how to install it', async () => {
    const error = await codecFailure(() => ffmpegEncode({ ...source, program: 'no-such-ffmpeg' }))
    expect(error.message).toMatch(/apt-get install ffmpeg.*ffmpegPath/)
  })
})

describe('damaged data', () => {
  // hevc and qoi show a wrong picture for truncated data (the codec's own checks come before).
  const checked = CODECS.filter(
    ([encoder, , , demuxer]) => info?.encoders.has(encoder) && !/hevc|qoi/.test(demuxer),
  )
  test.each(checked)('%s, %s: half of it is an error', async (...codec) => {
    const [encoder, pixelFormat, options, demuxer] = codec
    const bytes = await ffmpegEncode(request(encoder, pixelFormat, options))
    const half = bytes.subarray(0, bytes.length / 2)
    const error = await codecFailure(() => ffmpegDecode({ program, bytes: half, demuxer }))
    expect(error.code).toBe('ERR_DECODE')
    expect(error.command?.[0]).toBe(program)
  })

  test.each([...new Set([...CODECS.map(([, , , demuxer]) => demuxer), 'ivf'])])(
    '%s: no bytes, and bytes of something else, are an error',
    async (demuxer) => {
      for (const bytes of [new Uint8Array(), new Uint8Array(3000).fill(7)]) {
        const error = await codecFailure(() => ffmpegDecode({ program, bytes, demuxer }))
        expect(error.code).toBe('ERR_DECODE')
      }
    },
  )

  test('maxPixels: neither shown nor, when far beyond, decoded', async () => {
    const bytes = await ffmpegEncode(request('png', 'rgb24'))
    const maxPixels = width * height - 1
    const close = await codecFailure(() =>
      ffmpegDecode({ program, bytes, demuxer: 'png_pipe', maxPixels }),
    )
    expect(close.code).toBe('ERR_LIMIT')
    expect(close.message).toMatch(/130x70.*maxPixels = 9099/)
    const huge = Uint8Array.from(bytes)
    new DataView(huge.buffer).setUint32(16, 10000) // IHDR: width, height
    new DataView(huge.buffer).setUint32(20, 10000)
    new DataView(huge.buffer).setUint32(29, crc32(huge.subarray(12, 29)))
    const far = { program, bytes: huge, demuxer: 'png_pipe', maxPixels: 1000 }
    expect((await codecFailure(() => ffmpegDecode(far))).code).toBe('ERR_LIMIT')
  })

  test('a second picture is ignored', async () => {
    const bytes = await ffmpegEncode(request('libx265', 'yuv444p', { 'x265-params': X265, g: 1 }))
    const twice = Buffer.concat([bytes, bytes])
    const one = await ffmpegDecode({ program, bytes, demuxer: 'hevc' })
    expect(await ffmpegDecode({ program, bytes: twice, demuxer: 'hevc' })).toEqual(one)
  })
})

describe('what ffmpeg reports', () => {
  const line = (fmt: string, size: string) =>
    `[Parsed_showinfo_2 @ 0x55] [info] n:   0 pts:      0 pts_time:0       pos:        0 fmt:${fmt} sar:0/1 s:${size} i:P iskey:1 type:I \n`

  test('sizes of any number of digits, and every kind of tag', () => {
    const tags = '[info] color_range:tv color_space:bt2020nc color_primaries:unknown'
    expect(parseFrameInfo(line('yuv420p10le cl:left', '123456x7') + tags)).toEqual({
      ...{ width: 123456, height: 7, pixelFormat: 'yuv420p10le' },
      ...{ range: 'limited', matrix: 'bt2020', chromaLocation: 'left' },
    })
    const unknown = '[info] color_range:unknown color_space:unknown color_trc:unknown'
    expect(parseFrameInfo(line('gray', '1x1') + unknown)).toEqual({
      ...{ width: 1, height: 1, pixelFormat: 'gray' },
      ...{ range: undefined, matrix: undefined, chromaLocation: undefined },
    })
    expect(parseFrameInfo(line('yuv444p', '1x1') + 'color_space:ycgco')?.matrix).toBe('ycgco')
    expect(parseFrameInfo('nothing of that kind')).toBeUndefined()
  })
})

/** Packets that ffmpeg finds in a stream, without decoding it. */
function countPackets(bytes: Uint8Array, demuxer: string): number {
  const size = demuxer.endsWith('_pipe') ? ['-frame_size', String(bytes.length)] : []
  const input = ['-nostdin', '-v', 'error', '-f', demuxer, ...size, '-i', 'pipe:0']
  const args = [...input, '-map', '0:v', '-c', 'copy', '-f', 'framecrc', 'pipe:1']
  const { stdout } = runSync({ program, args, input: bytes })
  return Buffer.from(stdout).toString().split('\n').filter((row) => /^\d/.test(row)).length // prettier-ignore
}

/** One VP9 frame in an IVF file (https://wiki.multimedia.cx/index.php/IVF). */
function ivf(frame: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(44 + frame.length)
  bytes.write('DKIF', 0)
  bytes.writeUInt16LE(32, 6)
  bytes.write('VP90', 8)
  bytes.writeUInt16LE(width, 12)
  bytes.writeUInt16LE(height, 14)
  bytes.writeUInt32LE(25, 16)
  bytes.writeUInt32LE(1, 20)
  bytes.writeUInt32LE(1, 24)
  bytes.writeUInt32LE(frame.length, 32)
  bytes.set(frame, 44)
  return bytes
}

/** PNG's CRC (ISO 3309). */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return ~crc >>> 0
}
