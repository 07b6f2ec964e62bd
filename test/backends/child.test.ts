import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseAvOptions, parseFullHelp } from '../../lib/backends/ffmpeg/avoptions'
import { toldSize } from '../../lib/backends/ffmpeg/report'
import { ffmpegEncode } from '../../lib/backends/ffmpeg/planes'
import { CodecError, createCodec, PNG, WebP, X264 } from '../../lib/index'
import type { Call } from '../../lib/process'
import { drive } from '../helpers/drive'
import { failure, failureSync } from '../helpers/failures'
import { makePicture } from '../helpers/pictures'
import { StandIn } from '../helpers/stand_in'

// What a call through the ffmpeg program is held to: its time, its bytes, its options.

const image = makePicture({ width: 64, height: 48 })

const standIns: StandIn[] = []
const standIn = (body: string) => {
  standIns.push(new StandIn(body))
  return standIns.at(-1)!
}
afterAll(() => standIns.forEach((one) => one.remove()))

describe('time', () => {
  test('is that of the program: no call counts the wait for its turn', async () => {
    const calls: Call[] = []
    const log = (call: Call) => calls.push(call)
    const request = {
      ...{ program: 'ffmpeg', raw: new Uint8Array(3 * 32 * 32), pixelFormat: 'rgb24' },
      ...{ width: 32, height: 32, encoder: 'png', options: {} },
    }
    const jobs = Array.from({ length: 12 }, () => drive(ffmpegEncode(request), { log }))
    const told = (await Promise.all(jobs)).map(({ ms }) => ms)
    const byNumber = (a: number, b: number) => a - b
    expect(told.sort(byNumber)).toEqual(calls.map(({ ms }) => ms).sort(byNumber))
  })

  test('what a codec reports is no more than its programs and conversions took', async () => {
    const codecs = Array.from({ length: 12 }, () => new WebP({ backend: 'ffmpeg' }))
    const before = performance.now()
    const all = await Promise.all(codecs.map((codec) => codec.apply(image)))
    const took = performance.now() - before
    const shares = all.map(({ encodeMs, decodeMs }, i) => {
      const programs = codecs[i]!.calls.reduce((sum, { ms }) => sum + ms, 0)
      return encodeMs + decodeMs - programs // what is left is the addon's conversion of 64x48
    })
    expect(Math.max(...shares)).toBeLessThan(took / 4)
  })
})

describe('maxOutputBytes ends the program that exceeds it', () => {
  const floods = () => standIn('cat >/dev/null; exec cat /dev/zero').options

  test.each(['png', 'x264', 'webp'])('%s', async (name) => {
    const codec = createCodec(name, { ...floods(), maxOutputBytes: 100_000 })
    for (const error of [
      await failure(codec.encode(image)),
      failureSync(() => codec.encodeSync(image)),
    ]) {
      expect(error).toMatchObject({ code: 'ERR_LIMIT', codec: name })
      expect(error.message).toMatch(/more than maxOutputBytes = 100000 allows/)
    }
    expect(codec.calls[0]).toMatchObject({ exitCode: null })
  })

  test('maxPixels does, where it decodes', async () => {
    const codec = new PNG({ ...floods(), maxPixels: 64 * 48 })
    const stream = new PNG().encodeSync(image)
    const error = await failure(codec.decode(stream))
    expect(error).toMatchObject({ code: 'ERR_LIMIT' })
    expect(error.message).toMatch(/maxPixels = 3072/)
  })
})

describe('half a packet with exit code 0 is an error', () => {
  const half = () => standIn(`"$REAL" "$@" | head -c 60; exit 0`).options

  test.each(['png', 'x264', 'x265', 'jpeg2000', 'webp'])('%s', async (name) => {
    const codec = createCodec(name, half())
    const error = await failure(codec.encode(image))
    expect(error).toMatchObject({ code: 'ERR_CHILD', codec: name, exitCode: 0 })
    expect(error.message).toMatch(/wrote 60 bytes/)
  })

  test('the size that ffmpeg tells', () => {
    const end = 'total_size=12\nout_time_us=N/A\nspeed=1x\nprogress=end\n'
    expect(toldSize(`total_size=3\nspeed=1x\nprogress=continue\n${end}`)).toBe(12)
    expect(toldSize(`[png @ 0x1] [warning] total_size=7\n${end}`)).toBe(12)
    expect(toldSize('total_size=12\nspeed=1x\nprogress=continue\n')).toBeUndefined()
    expect(toldSize('')).toBeUndefined()
  })
})

describe('options takes only what is an AVOption of the encoder', () => {
  test('what the program would take is refused, and does nothing', async () => {
    const file = join(standIn('').folder, 'injected')
    const given: Record<string, string | number>[] = [
      { vstats_file: file },
      { progress: `file:${file}` },
      { progress: 'http://127.0.0.1:9/' },
      { attach: '/etc/hostname' },
      { vf: 'movie=/etc/hostname' },
      { filter_complex: 'color[a]' },
      { 'f:v mp4 -y ': file },
      { y: file },
      { 'y:v': file },
      { passlogfile: file, pass: 1 },
      { stats: file },
      { 'b:v': 1000 },
      { '': 1 },
      { report: '' },
    ]
    for (const options of given) {
      const made: X264[] = []
      const make = () => made[made.push(new X264({ backend: 'ffmpeg', options })) - 1]!
      const error = await failure((async () => make().encode(image))())
      expect([error.name, Object.keys(options)]).toEqual(['TypeError', Object.keys(options)])
      expect(error.message).toContain(`'${Object.keys(options)[0]}'`)
      expect(failureSync(() => make().encodeSync(image)).message).toBe(error.message)
      expect(made.flatMap(({ calls }) => calls)).toEqual([])
    }
    expect(existsSync(file)).toBe(false)
  })

  test("the encoder's own are taken, as by the native backend", async () => {
    const options = { 'x264-params': 'aq-mode=0', bf: 0, b: 100_000, profile: 'high444' }
    const codec = new X264({ backend: 'ffmpeg', options })
    const native = new X264({ options })
    const bytes = await codec.encode(image)
    expect(Buffer.compare(bytes, await native.encode(image))).toBe(0)
  })

  test('the text of the help', () => {
    const text = [
      'Global options:',
      '-progress url  write program-readable progress',
      '-passlogfile[:<stream_spec>] <prefix>  as FFmpeg 7 writes it',
      '',
      'AVCodecContext AVOptions:',
      '  -b                 <int64>      E..VA...... set bitrate',
      '  -ab                <int64>      E...A...... set bitrate',
      '  -skip_frame        <int>        .D.V....... skip',
      '     none            0            E..V.......',
      '',
      'libx264 AVOptions:',
      '  -crf               <float>      E..V....... quality',
    ].join('\n')
    const { own, common } = parseFullHelp(text)
    expect([[...own], [...common]]).toEqual([['progress', 'passlogfile'], ['b']])
    expect([...parseAvOptions(text)]).toEqual(['b', 'crf'])
  })
})

test('a program that failed when it was asked what it can do is asked again', async () => {
  const broken = standIn('')
  const { ffmpegPath } = broken.options
  broken.replace('exit 1')
  const codec = new PNG({ backend: 'ffmpeg', ffmpegPath })
  expect(codec.available()).toBe(false)
  expect(await failure(codec.encode(image))).toBeInstanceOf(CodecError)
  broken.replace('exec "$REAL" "$@"')
  const again = new PNG({ backend: 'ffmpeg', ffmpegPath })
  expect(again.available()).toBe(true)
  expect((await again.encode(image)).length).toBeGreaterThan(0)
})
