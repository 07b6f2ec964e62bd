import '../lab/processes'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { createCodec, decode, JPEG, PNG, readImage, WebP } from '../../lib/index'
import { codecFailure, failure, failureSync } from '../helpers/failures'
import { makePicture } from '../helpers/pictures'
import { StandIn } from '../helpers/stand_in'
import { allEntries, describeEntries } from '../helpers/table'
import { itWhere } from '../helpers/where'

// `isolate`: the same pictures and the same errors, out of a process of its own.

jest.setTimeout(120_000) // the child compiles the sources when it begins

const image = makePicture({ width: 40, height: 30 })

describeEntries(allEntries, ({ make }) => {
  it('gives the picture that decode gives, and its errors', async () => {
    const codec = make({ isolate: true })
    const stream = await codec.encode(image)
    expect(await codec.decode(stream)).toEqual(await make().decode(stream))
    const cut = stream.subarray(0, stream.length >> 1)
    const [alone, inside] = [
      await codecFailure(() => codec.decode(cut)),
      await codecFailure(() => make().decode(cut)),
    ]
    expect(alone).toMatchObject({ code: inside.code, codec: inside.codec })
  })
})

describe('calls', () => {
  const stream = new PNG().encodeSync(image)

  it('readImage and decode', async () => {
    const plain = await readImage(stream)
    expect(await readImage(stream, { isolate: true })).toEqual(plain)
    expect(await decode(stream, { options: { isolate: true } })).toEqual(plain)
  })

  it('planes and 16 bits come through', async () => {
    const deep = makePicture({ width: 9, height: 7, bitDepth: 16 })
    const bytes = new PNG().encodeSync(deep)
    const back = await new PNG({ isolate: true }).decode(bytes)
    expect(back.data.BYTES_PER_ELEMENT).toBe(2)
    expect([...back.data]).toEqual([...deep.data])
    const webp = new WebP()
    const coded = webp.encodeSync(image)
    const planes = await createCodec('webp', { isolate: true }).decode(coded, { as: 'planes' })
    expect(planes).toEqual(webp.decodeSync(coded, { as: 'planes' }))
  })

  it('the sync calls say that they cannot', () => {
    const error = failureSync(() => new PNG({ isolate: true }).decodeSync(stream))
    expect(error).toMatchObject({ name: 'TypeError' })
    expect(error.message).toMatch(/isolate.*async/)
  })

  it('many at once', async () => {
    const codec = new JPEG({ isolate: true })
    const jpeg = codec.encodeSync(image)
    const all = await Promise.all(Array.from({ length: 12 }, () => codec.decode(jpeg)))
    for (const picture of all) expect(picture.shape).toEqual([30, 40, 3])
  })

  it('an abort and the end of the time end it, and the next one has a new process', async () => {
    const codec = new PNG({ isolate: true })
    const controller = new AbortController()
    const work = codec.decode(stream, { signal: controller.signal })
    controller.abort(new Error('enough'))
    expect(await failure(work)).toMatchObject({ message: 'enough' })
    const hurried = new PNG({ isolate: true, timeout: 1 })
    const long = new PNG().encodeSync(makePicture({ width: 2000, height: 2000 }))
    expect(await codecFailure(() => hurried.decode(long))).toMatchObject({ code: 'ERR_TIMEOUT' })
    expect((await codec.decode(stream)).shape).toEqual([30, 40, 3])
  })

  it('a limit of memory is one of the kernel', async () => {
    const frugal = new PNG({ isolate: true, maxMemory: 2 ** 20 })
    const big = new PNG().encodeSync(makePicture({ width: 600, height: 600 }))
    expect(await codecFailure(() => frugal.decode(big))).toMatchObject({ code: 'ERR_LIMIT' })
  })
})

const onLinux = itWhere(process.platform === 'linux', 'not Linux')

onLinux('a child that dies is ERR_CHILD, and takes nothing else with it', async () => {
  const codec = new PNG({ isolate: true })
  const stream = codec.encodeSync(image)
  await codec.decode(stream)
  const deadly = new StandIn('kill -SEGV $PPID')
  try {
    const failed = codecFailure(() => new PNG({ ...deadly.options, isolate: true }).decode(stream))
    const told = { code: 'ERR_CHILD', message: expect.stringContaining('SIGSEGV') as string }
    expect(await failed).toMatchObject(told)
  } finally {
    deadly.remove()
  }
  expect((await codec.decode(stream)).shape).toEqual([30, 40, 3])
})

it('a program ends though its children wait for more', () => {
  const loader = join(__dirname, '../helpers/load_typescript.js')
  const script = `
    const { PNG } = require(${JSON.stringify(join(__dirname, '../../lib/index.ts'))})
    const codec = new PNG({ isolate: true })
    codec.decode(codec.encodeSync({ data: new Uint8Array(3), width: 1, height: 1 }))
      .then(({ shape }) => console.log(shape.join()))`
  const args = ['-r', loader, '-e', script]
  const started = performance.now()
  const { stdout, status, stderr } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    timeout: 60_000,
  })
  expect({ stdout, status, stderr }).toEqual({ stdout: '1,1,3\n', status: 0, stderr: '' })
  expect(performance.now() - started).toBeLessThan(60_000)
})
