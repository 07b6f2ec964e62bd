import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { codecFailure } from '../../helpers/failures'
import { ffmpegDecode, ffmpegDecodeSync, ffmpegEncode, ffmpegEncodeSync } from '../../helpers/drive'
import { X265, request } from '../../helpers/ffmpeg_requests'
import { standIn } from '../../helpers/stand_in'

let folder: string
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'ffmpeg-test-'))))
afterAll(() => rmSync(folder, { recursive: true }))

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
