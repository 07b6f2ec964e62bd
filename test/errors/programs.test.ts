import { CodecError, createCodec, PNG, X265 } from '../../lib/index'
import { failure, failureSync } from '../helpers/failures'
import { makePicture } from '../helpers/pictures'
import { StandIn } from '../helpers/stand_in'
import { allEntries, describeEntries } from '../helpers/table'

const children = allEntries.filter(({ backend }) => backend !== 'native')
const image = makePicture({ width: 64, height: 48 })

describe('ERR_UNAVAILABLE', () => {
  it('an encoder that this FFmpeg does not have', () => {
    const error = failureSync(() => createCodec('ffmpeg:nosuchencoder'))
    expect(error).toMatchObject({ code: 'ERR_UNAVAILABLE' })
    expect(error.message).toContain("no video encoder 'nosuchencoder'")
  })

  it('no program at ffmpegPath: constructs, is not available, names the path', async () => {
    const codec = new X265({ backend: 'ffmpeg', ffmpegPath: '/nonexistent/ffmpeg' })
    expect(codec.available()).toBe(false)
    const calls = [
      () => codec.encode(image),
      () => codec.decode(new Uint8Array(9)),
      () => codec.apply(image),
    ]
    for (const call of calls) {
      const error = await failure(call())
      expect(error).toMatchObject({ code: 'ERR_UNAVAILABLE', codec: 'x265' })
      expect(error.message).toMatch(
        /x265 \(backend ffmpeg\): ffmpegPath: .*'\/nonexistent\/ffmpeg'/,
      )
    }
    expect(failureSync(() => codec.encodeSync(image))).toMatchObject({ code: 'ERR_UNAVAILABLE' })
  })
})

describe('ERR_CHILD and ERR_TIMEOUT of a program', () => {
  const standIns: StandIn[] = []
  const standIn = (body: string) => {
    standIns.push(new StandIn(body))
    return standIns.at(-1)!.options
  }
  afterAll(() => standIns.forEach((one) => one.remove()))
  const stream = new PNG().encodeSync(image)

  // SIGKILL, as the kernel's when memory is short: a sanitizer turns SIGSEGV into its own report.
  it('one that dies by a signal: command, signal, exit code, stderr', async () => {
    const codec = new PNG(standIn('echo boom >&2; kill -KILL $$'))
    for (const call of [() => codec.encode(image), () => codec.decode(stream)]) {
      const error = (await failure(call())) as CodecError
      expect(error).toMatchObject({ code: 'ERR_CHILD', codec: 'png', exitCode: null })
      expect(error.signal).toBe('SIGKILL')
      expect(error.stderr).toContain('boom')
      expect(error.command?.[0]).toMatch(/ffmpeg$/)
      expect(error.command?.length).toBeGreaterThan(5)
    }
    expect(codec.calls).toHaveLength(2)
    expect(codec.calls[0]).toMatchObject({
      exitCode: null,
      stderr: expect.stringContaining('boom'),
    })
  })

  it('one that fails: its exit code and words', async () => {
    const codec = new PNG(standIn('echo disk on fire >&2; exit 3'))
    const error = (await failure(codec.encode(image))) as CodecError
    expect(['ERR_CHILD', 'ERR_ENCODE']).toContain(error.code)
    expect(error).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('disk on fire') })
    expect(failureSync(() => codec.encodeSync(image))).toMatchObject({ exitCode: 3 })
  })

  it('one that hangs is killed after timeout, by both ways of calling', async () => {
    const codec = new PNG({ ...standIn('exec sleep 600'), timeout: 300 })
    expect(await failure(codec.encode(image))).toMatchObject({ code: 'ERR_TIMEOUT', codec: 'png' })
    expect(failureSync(() => codec.encodeSync(image))).toMatchObject({ code: 'ERR_TIMEOUT' })
    expect(codec.calls.map(({ exitCode }) => exitCode)).toEqual([null, null])
  })

  it.each([
    ['half a picture', 'head -c 20 /dev/zero; exit 0'],
    ['nothing', 'cat >/dev/null; exit 0'],
  ])('one that gives %s and calls it a success', async (_what, body) => {
    const codec = new PNG(standIn(body))
    const error = (await failure(codec.decode(stream))) as CodecError
    expect(error).toMatchObject({ code: 'ERR_CHILD', codec: 'png', exitCode: 0 })
  })
})

describe('programs, as the library uses them', () => {
  describeEntries(children, ({ descriptor, make }) => {
    it('damage is ERR_DECODE with what the program said', async () => {
      const codec = make()
      const damaged = Buffer.from('RIFF....WEBP no picture at all'.repeat(3))
      const error = await failure(codec.decode(damaged))
      expect(error).toMatchObject({ code: 'ERR_DECODE', codec: descriptor.name })
    })
  })
})
