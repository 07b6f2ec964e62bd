import { addon } from '../../lib/backends/native/addon'
import { CodecError, createCodec, MJPEG, PNG, WebP, X264, X265 } from '../../lib/index'
import { failure, failureSync } from '../helpers/failures'
import { makeNoise, makePicture } from '../helpers/pictures'
import { StandIn } from '../helpers/stand_in'
import { allEntries, describeEntries } from '../helpers/table'

// The error table of the contract: one group per code, each over every codec that can show it.

const native = allEntries.filter(({ backend }) => backend === 'native')
const children = allEntries.filter(({ backend }) => backend !== 'native')
const image = makePicture({ width: 64, height: 48 })
const noise = makeNoise({ width: 64, height: 48 })

describe('ERR_ENCODE: the encoder refuses', () => {
  // libjpeg-turbo has no setting that passes our own checks and fails in it.
  const libav = native.filter(({ descriptor }) => descriptor.engine !== 'jpeg')
  describeEntries(libav, ({ descriptor, make }) => {
    it('an unreadable value of its option: call, codec, AVERROR and its own words', async () => {
      const codec = make({ options: { threads: 'many' } })
      const error = await failure(codec.encode(image))
      expect(error).toMatchObject({
        name: 'CodecError',
        code: 'ERR_ENCODE',
        codec: descriptor.name,
        avError: 'AVERROR(EINVAL)',
      })
      expect(error.message).toContain(`${descriptor.name}: avcodec_open2(${codec.options.encoder})`)
      expect(error.message).toContain("'many'")
      expect(failureSync(() => codec.encodeSync(image))).toMatchObject({
        code: 'ERR_ENCODE',
        message: error.message,
      })
    })
  })

  it.each([
    ['x265', { preset: 'hasty' }, 'AVERROR(EINVAL)', /hasty/],
    ['av1', { 'cpu-used': 99 }, 'AVERROR(ERANGE)', /99.*cpu-used/],
    ['vp9', { 'cpu-used': 99 }, 'AVERROR(ERANGE)', /99.*cpu-used/],
    ['webp', { preset: 'holiday' }, 'AVERROR(EINVAL)', /holiday/],
    ['jxl', { effort: 0 }, 'AVERROR(ERANGE)', /0.*effort/],
    ['png', { dpi: -1 }, 'AVERROR(ERANGE)', /-1.*dpi/],
  ])('%s: options %p', async (name, options, avError, words) => {
    const error = await failure(createCodec(name, { options }).encode(image))
    expect(error).toMatchObject({ code: 'ERR_ENCODE', codec: name, avError })
    expect(error.message).toMatch(words)
  })
})

describe('an option that the encoder does not have is a TypeError that names it', () => {
  describeEntries(native, ({ make }) => {
    it('in options', async () => {
      const codec = make({ options: { 'no-such-option': 7 } })
      const error = await failure(codec.encode(image))
      expect(error.name).toBe('TypeError')
      expect(error.message).toMatch(/has no option 'no-such-option'/)
      expect(failureSync(() => codec.encodeSync(image)).message).toBe(error.message)
    })
  })
})

describe('ERR_DECODE', () => {
  describeEntries(native, ({ descriptor, make }) => {
    const codec = make()
    const stream = codec.encodeSync(image)
    const { name } = descriptor
    const expectDamage = async (bytes: Uint8Array, words = /./) => {
      const error = await failure(codec.decode(bytes))
      expect(error).toMatchObject({ name: 'CodecError', code: 'ERR_DECODE', codec: name })
      expect(error.message).toMatch(words)
      const sync = failureSync(() => codec.decodeSync(bytes))
      expect(sync).toMatchObject({ code: 'ERR_DECODE', codec: name, message: error.message })
    }

    it('no bytes', () => expectDamage(new Uint8Array(), /no bytes/))
    it('one byte', () => expectDamage(stream.subarray(0, 1)))
    it('cut inside its headers', () => expectDamage(stream.subarray(0, 9)))
    it('zeros', () => expectDamage(new Uint8Array(stream.length)))
    it('text', () => expectDamage(Buffer.from('<html>404 not found</html>'.repeat(9))))
    it('its own headers, then nothing but noise', async () => {
      const damaged = Uint8Array.from(stream)
      damaged.set(noise.data.subarray(0, 40), 4)
      await expectDamage(damaged.subarray(0, Math.max(44, stream.length)))
    })

    it('a stream of another codec', async () => {
      const other = name === 'png' ? 'qoi' : 'png'
      await expectDamage(createCodec(other).encodeSync(image))
    })

    // Raw H.264 and HEVC say nowhere how long they are: docs/damage.md.
    const unframed = name === 'x264' || name === 'x265'
    if (!unframed) {
      it.each([0.25, 0.5, 0.9])('cut at %d of its length', (part) =>
        expectDamage(stream.subarray(0, Math.floor(stream.length * part))),
      )
      it('without its last byte', () => expectDamage(stream.subarray(0, -1)))
    }

    it('gives the stream back unchanged when it fails, and works afterwards', async () => {
      const bytes = Uint8Array.from(stream.subarray(0, 9))
      await failure(codec.decode(bytes))
      expect(bytes).toEqual(stream.subarray(0, 9))
      expect((await codec.decode(stream)).shape).toEqual([48, 64, 3])
    })
  })

  it('says what libav said, and its error by name', async () => {
    const stream = new X264({ preset: 'ultrafast' }).encodeSync(image, { quality: 20 })
    const damaged = Uint8Array.from(stream)
    damaged.fill(0xa5, stream.length - 400, stream.length - 300)
    const error = await failure(new X264().decode(damaged))
    expect(error.message).toMatch(/^x264: decode\(h264\): .* - ./)
  })

  it('x265 strict: a stream without the MD5 of its picture, cut, or changed', async () => {
    const hashed = new X265({ preset: 'ultrafast', hash: true })
    const strict = new X265({ strict: true })
    const stream = hashed.encodeSync(image)
    expect((await strict.decode(stream)).shape).toEqual([48, 64, 3])
    const plain = new X265({ preset: 'ultrafast' }).encodeSync(image)
    expect((await failure(strict.decode(plain))).message).toMatch(/hash: true/)
    for (const length of [200, stream.length - 60, stream.length - 1]) {
      const error = await failure(strict.decode(stream.subarray(0, length)))
      expect(error).toMatchObject({ code: 'ERR_DECODE', codec: 'x265' })
    }
    const changed = Uint8Array.from(stream)
    changed[stream.length - 10]! ^= 1
    expect(await failure(strict.decode(changed))).toMatchObject({
      code: 'ERR_DECODE',
      avError: 'AVERROR_INVALIDDATA',
      message: expect.stringMatching(/mismatching|MD5/i),
    })
  })

  it('a picture smaller than the caller was told: planes of a true size that lies', async () => {
    const codec = new X264({ preset: 'ultrafast', pixelFormat: 'yuv420p' })
    const stream = codec.encodeSync(makePicture({ width: 33, height: 17 }))
    const at = Buffer.from(stream).indexOf(Buffer.from([0, 33, 0, 17]))
    expect(at).toBeGreaterThan(0)
    const lying = Uint8Array.from(stream)
    lying[at] = 7
    expect(await failure(codec.decode(lying))).toMatchObject({ code: 'ERR_DECODE', codec: 'x264' })
  })
})

describe('ERR_UNAVAILABLE', () => {
  it('an encoder that this FFmpeg does not have', () => {
    const error = failureSync(() => createCodec('ffmpeg:nosuchencoder'))
    expect(error).toMatchObject({ code: 'ERR_UNAVAILABLE' })
    expect(error.message).toContain("no video encoder 'nosuchencoder'")
  })

  it('no program at ffmpegPath: constructs, is not available, says how to install it', async () => {
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
      expect(error.message).toMatch(/x265 \(backend ffmpeg\).*apt-get install ffmpeg.*ffmpegPath/)
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

describe('an option that the encoder of the ffmpeg program does not have is named', () => {
  const ffmpeg = children.filter(({ backend }) => backend === 'ffmpeg')
  describeEntries(ffmpeg, ({ make }) => {
    it('in options', async () => {
      const error = await failure(make({ options: { 'no-such-option': 7 } }).encode(image))
      expect(error.message).toContain('no-such-option')
    })
  })
})

describe('ERR_TIMEOUT of the native backend', () => {
  it('rejects, and the codec works on', async () => {
    const codec = createCodec('av1', { speed: 3, timeout: 5 })
    // Long enough to be at work still when a busy machine lets the timer have its turn.
    const error = await failure(codec.encode(makePicture({ width: 256, height: 256, texture: 1 })))
    expect(error).toMatchObject({ name: 'CodecError', code: 'ERR_TIMEOUT', codec: 'av1' })
    expect(error.message).toContain('5 ms')
  })

  it('leaves no timer behind: a call within its time is not disturbed', async () => {
    const codec = new MJPEG({ timeout: 2 ** 31 - 1 })
    expect((await codec.encode(image)).length).toBeGreaterThan(0)
  })
})

describe('mistakes of the caller: TypeError or RangeError that name option, value, expectation', () => {
  const codec = new WebP()
  const bad = (value: unknown) => value as never

  it.each<[string, () => unknown, string, RegExp]>([
    [
      'a quality outside',
      () => codec.encode(image, { quality: 101 }),
      'RangeError',
      /quality.*0.*100.*101/,
    ],
    ['a quality of NaN', () => codec.encode(image, { quality: NaN }), 'TypeError', /quality.*NaN/],
    [
      'a quality of text',
      () => codec.encode(image, { quality: bad('9') }),
      'TypeError',
      /quality.*9/,
    ],
    [
      'a step between',
      () => new X264().encode(image, { quality: 1.5 }),
      'RangeError',
      /quality.*1\.5/,
    ],
    [
      'an unknown option of a call',
      () => codec.encode(image, bad({ qualty: 1 })),
      'TypeError',
      /qualty/,
    ],
    ['options of null', () => codec.encode(image, bad(null)), 'TypeError', /options.*object.*null/],
    [
      'decode options of null',
      () => codec.decode(new Uint8Array(3), bad(null)),
      'TypeError',
      /options.*object/,
    ],
    [
      'apply options of null',
      () => codec.apply(image, bad(null)),
      'TypeError',
      /options.*object.*null/,
    ],
    [
      'options of text',
      () => codec.encode(image, bad('fast')),
      'TypeError',
      /options.*object.*fast/,
    ],
    [
      'a signal that is none',
      () => codec.encode(image, { signal: bad({}) }),
      'TypeError',
      /signal.*AbortSignal/,
    ],
    ['no picture', () => codec.encode(bad(undefined)), 'TypeError', /image.*undefined/],
    ['a picture of nothing', () => codec.encode(bad({})), 'TypeError', /image/],
    ['a number', () => codec.encode(bad(5)), 'TypeError', /image.*5/],
    [
      'float samples',
      () => codec.encode(bad({ data: new Float32Array(12), width: 2, height: 2 })),
      'TypeError',
      /Float32Array/,
    ],
    [
      'plain arrays',
      () => codec.encode(bad({ data: [1, 2, 3], width: 1, height: 1 })),
      'TypeError',
      /Uint8Array.*Array/,
    ],
    [
      'too few samples',
      () => codec.encode({ data: new Uint8Array(11), width: 2, height: 2, channels: 3 }),
      'RangeError',
      /12.*11/,
    ],
    [
      'two channels',
      () => codec.encode({ data: new Uint8Array(8), width: 2, height: 2 }),
      'RangeError',
      /channels.*2/,
    ],
    [
      'no width',
      () => codec.encode({ data: new Uint8Array(3), width: 0, height: 1 }),
      'RangeError',
      /width.*0/,
    ],
    [
      'half a width',
      () => codec.encode({ data: new Uint8Array(3), width: 1.5, height: 1 }),
      'TypeError',
      /width.*1\.5/,
    ],
    [
      'a bit depth of 17',
      () => codec.encode({ data: new Uint16Array(3), width: 1, height: 1, bitDepth: 17 }),
      'RangeError',
      /bitDepth.*17/,
    ],
    [
      'a bit depth of 10 in bytes',
      () => codec.encode({ data: new Uint8Array(3), width: 1, height: 1, bitDepth: 10 }),
      'RangeError',
      /bitDepth.*10/,
    ],
    [
      'five axes',
      () => codec.encode(bad({ ...image, shape: [1, 1, 4, 4, 3] })),
      'RangeError',
      /axes|\[1, 1, 4, 4, 3\]/,
    ],
    [
      'an array that lies about its shape',
      () => codec.encode(bad({ ...image, shape: [4800, 64, 3] })),
      'RangeError',
      /outside/,
    ],
    [
      'an array with hostile strides',
      () => codec.encode(bad({ ...image, stride: [2 ** 52, 3, 1] })),
      'RangeError',
      /outside/,
    ],
    [
      'an array with a hostile offset',
      () => codec.encode(bad({ ...image, offset: -9 })),
      'RangeError',
      /outside/,
    ],
    [
      'strides of NaN',
      () => codec.encode(bad({ ...image, stride: [NaN, NaN, NaN] })),
      'RangeError',
      /stride/,
    ],
    [
      'an unknown pixel format',
      () => codec.encode({ planes: [], width: 4, height: 4, pixelFormat: 'yuv9' }),
      'RangeError',
      /yuv9/,
    ],
    [
      'a plane too short',
      () =>
        codec.encode({
          planes: [new Uint8Array(16), new Uint8Array(4), new Uint8Array(3)],
          width: 4,
          height: 4,
          pixelFormat: 'yuv420p',
        }),
      'RangeError',
      /planes\[2\]/,
    ],
    [
      'planes of the wrong type',
      () =>
        codec.encode({
          planes: [new Uint16Array(16), new Uint8Array(4), new Uint8Array(4)],
          width: 4,
          height: 4,
          pixelFormat: 'yuv420p',
        }),
      'TypeError',
      /planes\[0\].*Uint8Array/,
    ],
    [
      'alpha where there is none',
      () => new MJPEG().encode(makePicture({ width: 8, height: 8, channels: 4 })),
      'TypeError',
      /alpha/,
    ],
    ['a stream of text', () => codec.decode(bad(Symbol('x'))), 'TypeError', /Uint8Array.*Symbol/],
    [
      'a stream of words',
      () => codec.decode(bad(new Uint16Array(9))),
      'TypeError',
      /Uint8Array.*Uint16Array/,
    ],
    [
      'an unknown way to decode',
      () => codec.decode(new Uint8Array(9), { as: bad('plane') }),
      'RangeError',
      /as.*plane/,
    ],
    [
      'an unknown extension',
      () => codec.apply(image, { decoded: '/tmp/nodecodecs.xyz' }),
      'RangeError',
      /\.xyz/,
    ],
    ['an unknown codec', () => createCodec('x266'), 'TypeError', /x266.*x26[45]/],
    [
      'an unknown option',
      () => createCodec('x265' as string, { presett: 'slow' }),
      'TypeError',
      /presett.*preset/,
    ],
    [
      'a value of another type',
      () => createCodec('x265' as string, { threads: '2' }),
      'TypeError',
      /threads.*integer.*2/,
    ],
    [
      'a value outside',
      () => createCodec('x265', { threads: 0 }),
      'RangeError',
      /threads.*1 to 64.*0/,
    ],
    [
      'a preset that is none',
      () => createCodec('x265' as string, { preset: 'warp' }),
      'RangeError',
      /preset.*ultrafast.*warp/,
    ],
    [
      'a backend that it does not have',
      () => createCodec('jpeg', { backend: 'cli' }),
      'RangeError',
      /backend.*native.*cli/,
    ],
  ])('%s', async (_name, call, name, message) => {
    const error = await failure((async () => call())())
    expect(error.name).toBe(name)
    expect(error).not.toHaveProperty('code')
    expect(error.message).toMatch(message)
  })
})

describe('the addon by itself, called without lib/', () => {
  const native = addon()!
  const request = {
    label: 'test',
    engine: 'libav',
    encoder: 'png',
    pixelFormat: 'rgb24',
    options: {},
    width: 8,
    height: 8,
  }
  const view = {
    data: new Uint8Array(8 * 8 * 3),
    offset: 0,
    width: 8,
    height: 8,
    channels: 3,
    bitDepth: 8,
    rowStride: 24,
    columnStride: 3,
    channelStride: 1,
  }
  const jpeg = { ...request, engine: 'jpeg', encoder: 'libjpeg-turbo' }
  /** The same words from every way in: a copy of the samples, and the samples in place. */
  const fill = (changes: object) => {
    const calls = [native.createEncode, native.encodeSync, native.encodeSync]
    const messages = calls.map(
      (call, i) =>
        failureSync(() => call(i === 2 ? jpeg : request, { ...view, ...changes })).message,
    )
    expect(new Set(messages).size).toBe(1)
    return messages[0]
  }

  it.each([
    [{ rowStride: 25 }],
    [{ rowStride: -24 }],
    [{ offset: 1 }],
    [{ offset: -1 }],
    [{ offset: 2 ** 40 }],
    [{ columnStride: 2 ** 62 }],
    [{ channelStride: -(2 ** 63) }],
    [{ data: new Uint8Array(0) }],
  ])('samples outside of the array: %p', (changes) => {
    expect(fill(changes)).toMatch(/outside/)
  })

  it.each([
    [{ width: 0 }],
    [{ height: -1 }],
    [{ channels: 2 }],
    [{ channels: 2 ** 31 }],
    [{ bitDepth: 7 }],
    [{ bitDepth: 17 }],
  ])('a shape that cannot be: %p', (changes) => {
    expect(fill(changes)).toMatch(/cannot be coded/)
  })

  it('a sample type that is not that of the depth', () => {
    expect(fill({ data: new Uint16Array(192) })).toMatch(/Uint8Array/)
    expect(fill({ data: new Uint8Array(384), bitDepth: 10 })).toMatch(/Uint16Array/)
  })

  it('sizes outside of the frame', () => {
    expect(fill({ width: 9, rowStride: 0 })).toMatch(/outside/)
    const planes = [{ data: new Uint8Array(81), stride: 9 }]
    const gray = { ...request, pixelFormat: 'gray' }
    for (const [width, height] of [
      [9, 8],
      [8, 9],
      [0, 8],
      [8, -1],
    ]) {
      const error = failureSync(() => native.createEncode(gray, { planes, width, height } as never))
      expect(error.message).toMatch(/outside/)
    }
  })

  it('a picture of no size, or of a format that is not known', () => {
    expect(failureSync(() => native.createEncode({ ...request, width: 0 }, view)).message).toMatch(
      /outside/,
    )
    expect(
      failureSync(() => native.createEncode({ ...request, width: 2 ** 31 - 1 }, view)),
    ).toMatchObject({ code: 'ERR_LIMIT' })
    const error = failureSync(() => native.createEncode({ ...request, pixelFormat: 'rgb25' }, view))
    expect(error.message).toContain('rgb25')
  })

  it('an encode that has run, or is none', async () => {
    const pending = native.createEncode(request, view)
    await native.encode(pending)
    expect(failureSync(() => native.encode(pending)).message).toMatch(/has run already/)
    for (const wrong of [undefined, {}, 5, new Uint8Array(8)]) {
      const error = failureSync(() => native.encode(wrong as never))
      expect(error.message).toMatch(/createEncode/)
    }
  })
})
