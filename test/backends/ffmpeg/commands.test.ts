import { decodeCommand, encodeCommand } from '../../../lib/backends/ffmpeg/arguments'
import { parseFrameInfo, readPacket } from '../../../lib/backends/ffmpeg/report'
import { runSync } from '../../../lib/process'
import { SRGB_FULL, height, program, request, width } from '../../helpers/ffmpeg_requests'

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

  test('metadata of the file are not taken for the frame', () => {
    const said =
      '[info]     Comment         : n:   0 pts: 0 fmt:gray sar:0/1 s:1x1 color_range:tv\n'
    expect(parseFrameInfo(said + line('rgb24', '30x20'))).toMatchObject({
      ...{ width: 30, height: 20, pixelFormat: 'rgb24', range: undefined },
    })
  })

  test('a long line costs no more than its length', () => {
    const comment = '[info]     Comment : ' + 'n: 0 '.repeat(5000) + 'fmt:a '.repeat(5000)
    const result = { stdout: new Uint8Array(3), stderr: '', exitCode: 0, ms: 0 }
    const packet = () =>
      readPacket({ program, args: [] }, { ...result, stderr: 'x'.repeat(65_000) })
    const start = performance.now()
    expect(parseFrameInfo(comment)).toBeUndefined()
    expect(packet).toThrow(/told of no end/)
    expect(performance.now() - start).toBeLessThan(1000)
  })
})
