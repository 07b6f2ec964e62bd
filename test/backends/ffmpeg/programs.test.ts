import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCodec } from '../../../lib/index'
import {
  ffmpegFailure,
  ffmpegInfo,
  parseCodecs,
  parseVersion,
  programVersion,
} from '../../../lib/backends/programs'
import { info } from '../../helpers/ffmpeg_requests'
import { standIn } from '../../helpers/stand_in'

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

  test('that are there and fail say so', async () => {
    const ffmpegPath = standIn('die')
    const codec = createCodec('png', { backend: 'ffmpeg', ffmpegPath })
    await expect(codec.encode({ data: new Uint8Array(3), width: 1, height: 1 })).rejects.toThrow(
      /the ffmpeg program that is there does not answer: .*die/,
    )
    expect(ffmpegFailure(join(folder, 'absent'))).toBeUndefined()
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
    expect(parseVersion('Kvazaar v2.3.1\nKvazaar license: 3-clause BSD')).toBe('2.3.1')
    expect(parseVersion('cjxl v0.11.2 [AVX2,SSE4,SSE2]')).toBe('0.11.2')
    expect(parseVersion('SVT-AV1 v2.3.0 (release)')).toBe('2.3.0')
    expect(parseVersion('compiled against openjp2 library v2.5.3.\n\n')).toBe('2.5.3')
    expect(parseVersion('step 0.5\n av1 - AOMedia Project AV1 Encoder v3.12.1 (default)')).toBe(
      '3.12.1',
    )
    expect(parseVersion('no numbers here')).toBeUndefined()
  })

  test('the legend above the table of codecs is no codec', () => {
    const table =
      ' V..... = Video\n ------\n V....D png   PNG image\n A....D aac   AAC\n VF..D. x  y'
    expect([...parseCodecs(table)]).toEqual(['png', 'x'])
  })
})
