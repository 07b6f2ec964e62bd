import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { probe, probeSync, readImage, writeImage, writeMetadata } from '../../lib/index'
import { PNG } from '../../lib/index'
import { failure } from '../helpers/failures'
import { imagesFolder, makePicture } from '../helpers/pictures'
import { allEntries, describeEntries, pixelFormats } from '../helpers/table'
import { itWhere } from '../helpers/where'

// What the headers say is what decode gives.

const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-probe-'))
afterAll(() => rmSync(folder, { recursive: true }))

describeEntries(
  allEntries.filter(({ backend }) => backend === 'native'),
  (entry) => {
    const codec = entry.make()
    const formats = pixelFormats(entry, codec)
    const holds = (channels: number, bitDepth: number) =>
      formats.some(
        ({ alpha, depth, model }) =>
          depth >= bitDepth &&
          (channels === 4) === alpha &&
          (channels === 1) === (model === 'gray'),
      )
    const kinds = [1, 3, 4].flatMap((channels) => [8, 10, 16].map((depth) => [channels, depth]))
    test.each(kinds.filter(([channels, depth]) => holds(channels!, depth!)))(
      '%d channels of %d bit',
      async (channels, bitDepth) => {
        const bytes = await codec.encode(makePicture({ width: 37, height: 21, channels, bitDepth }))
        const decoded = await codec.decode(bytes)
        const found = await probe(bytes)
        expect(probeSync(bytes)).toEqual(found)
        const [height, width, shown] = decoded.shape
        expect(found).toMatchObject({ width, height, channels: shown, frames: 1, orientation: 1 })
        // Decoders of JPEG 2000 give RGB of 9 to 15 bits in 16.
        const wider = decoded.bitDepth === 16 && found.bitDepth === bitDepth
        expect(wider || found.bitDepth === decoded.bitDepth).toBe(true)
      },
    )
  },
)

describe.each(['.ppm', '.pgm', '.pam', '.bmp', '.tiff'])('%s', (extension) => {
  const depths = extension === '.bmp' ? [8] : [8, 16]
  const channels = { '.pgm': [1], '.ppm': [3], '.bmp': [3] }[extension] ?? [1, 3, 4]
  test.each(channels.flatMap((c) => depths.map((d) => [c, d])))('%d of %d bit', async (c, d) => {
    const path = join(folder, `${c}-${d}${extension}`)
    await writeImage(path, makePicture({ width: 19, height: 8, channels: c!, bitDepth: d! }))
    const { shape, bitDepth } = await readImage(path)
    expect(await probe(path)).toEqual({
      format: extension.slice(1),
      ...{ width: 19, height: 8, channels: shape[2], bitDepth, frames: 1, orientation: 1 },
    })
  })
})

const real = existsSync(imagesFolder)
  ? readdirSync(imagesFolder).filter((name) =>
      /\.(png|jpe?g|webp|tiff?|avif|heic|jxl)$/i.test(name),
    )
  : []
itWhere(real.length > 0, 'no pictures')('real pictures', async () => {
  for (const name of real.slice(0, 6)) {
    const bytes = readFileSync(join(imagesFolder, name))
    const { shape, bitDepth } = await readImage(bytes, { autoOrient: false })
    const { width, height, channels, bitDepth: depth } = await probe(bytes)
    expect([name, height, width, channels, depth]).toEqual([name, ...shape, bitDepth])
  }
})

describe('beside the samples', () => {
  const png = new PNG().encodeSync(makePicture({ width: 24, height: 16 }))

  test('profile and orientation; the size is the stored one', async () => {
    const exif = Uint8Array.from([
      ...[0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1],
      ...[0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0],
    ])
    const icc = new Uint8Array(128)
    icc.set([0, 0, 0, 128])
    icc.set(Buffer.from('acsp'), 36)
    const found = await probe(new Blob([writeMetadata(png, { icc, exif })]))
    expect(found).toMatchObject({ width: 24, height: 16, orientation: 6, icc })
  })

  test('frames of an animated PNG', () => {
    const acTL = [0, 0, 0, 8, ...Buffer.from('acTL'), 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0]
    const animated = Buffer.concat([png.subarray(0, 33), Buffer.from(acTL), png.subarray(33)])
    expect(probeSync(animated).frames).toBe(5)
  })

  test('what is none', async () => {
    expect(await failure(probe(Buffer.from('hello')))).toMatchObject({ code: 'ERR_DECODE' })
    expect(await failure(probe(png.subarray(0, 20)))).toMatchObject({ code: 'ERR_DECODE' })
    expect((await failure(probe(7 as never))).name).toBe('TypeError')
    for (const text of ['P6\n', 'P7\nWIDTH 3\n', 'BM']) {
      expect(await failure(probe(Buffer.from(text)))).toMatchObject({ code: 'ERR_DECODE' })
    }
  })
})
