import { type DecodeRequest } from '../../../lib/backends/ffmpeg/arguments'
import { runSync } from '../../../lib/process'
import { codecFailure } from '../../helpers/failures'
import { ffmpegDecode, ffmpegDecodeSync, ffmpegEncode, ffmpegEncodeSync } from '../../helpers/drive'
import {
  CODECS,
  depthOf,
  height,
  info,
  program,
  rawPicture,
  request,
  width,
} from '../../helpers/ffmpeg_requests'

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
