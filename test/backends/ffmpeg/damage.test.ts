import { codecFailure } from '../../helpers/failures'
import { ffmpegDecode, ffmpegEncode } from '../../helpers/drive'
import { CODECS, X265, height, info, program, request, width } from '../../helpers/ffmpeg_requests'

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

/** PNG's CRC (ISO 3309). */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return ~crc >>> 0
}
