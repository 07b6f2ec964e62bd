import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { codecTable } from '../../lib/codecs'
import type { Descriptor } from '../../lib/codecs/descriptor'
import { plainFormats } from '../../lib/codecs/plain'
import { codecOfPath } from '../../lib/codecs/recognise'
import { resolve } from '../../lib/codecs/resolve'
import type { PixelArray } from '../../lib/image'
import { parsePixelFormat } from '../../lib/pixelformat'
import { readImage, readImageSync, writeImage, writeImageSync } from '../../lib/files'
import { makePicture, samplesOf } from '../helpers/pictures'

const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-readwrite-'))

afterAll(() => rmSync(folder, { recursive: true }))
let count = 0
const newPath = (extension: string): string => join(folder, `${count++}${extension}`)

/** The extensions of a codec's files that writeImage writes by this codec. */
const extensionsOf = (descriptor: Descriptor): string[] =>
  Object.values(descriptor.formats)
    .flatMap(({ extension, aliases = [] }) => [extension, ...aliases])
    .filter((extension) => codecOfPath(`x${extension}`) === descriptor)

const written = [...codecTable, ...plainFormats]
  .map((descriptor: Descriptor) => ({ descriptor, extensions: extensionsOf(descriptor) }))
  .filter(({ extensions }) => extensions.length > 0)
  // VVC has no lossless mode here: nothing would come back as it was written
  .filter(({ descriptor }) => descriptor.lossless || descriptor.name === 'jpeg')

describe.each(written.map((file) => [file.descriptor.name, file] as const))(
  '%s',
  (name, { descriptor, extensions }) => {
    const coder = descriptor.container?.inner ?? descriptor
    const options = resolve(coder, {})
    const formats = coder.pixelFormats(options, descriptor.encoders[0]!)
    const known = formats.map((format) => parsePixelFormat(format)!)
    const carries = (channels: number, depth: number): boolean =>
      known.some((format) => {
        const alpha = channels < 4 || format.alpha || descriptor.container !== undefined
        const colour = channels === 1 || format.model === 'rgb'
        return alpha && colour && format.depth >= depth
      })
    const lossy = name === 'jpeg'

    it.each(extensions)('%s: comes back as it was written', async (extension) => {
      for (const [channels, bitDepth] of [
        [1, 8],
        [3, 8],
        [4, 8],
        [1, 16],
        [3, 16],
        [4, 16],
      ] as const) {
        const image = makePicture({ width: 31, height: 19, channels, bitDepth })
        const path = newPath(extension.toUpperCase())
        if (!carries(channels, bitDepth) && !(lossy && channels < 4)) {
          expect(() => writeImageSync(path, image)).toThrow(/alpha|lossless/)
          expect(existsSync(path)).toBe(false)
          continue
        }
        await writeImage(path, image)
        const found = await readImage(path)
        const [height, width, has] = found.shape
        expect([width, height]).toEqual([31, 19])
        if (lossy) expect([channels, has]).toEqual([channels, channels])
        else if (has === channels) expect(samplesOf(found)).toEqual(samplesOf(image))
        // Formats without gray hold it as R = G = B.
        else
          expect([has, samplesOf(found).filter((_, i) => i % has! === 0)]).toEqual([
            3,
            samplesOf(image),
          ])
        writeImageSync(path, image)
        expect(readImageSync(path)).toEqual(found)
      }
    })

    it('says what is damaged', async () => {
      const path = newPath(extensions[0]!)
      writeImageSync(path, makePicture({ width: 31, height: 19, channels: name === 'pgm' ? 1 : 3 }))
      const whole = readFileSync(path)
      writeFileSync(path, whole.subarray(0, whole.length >> 1))
      await expect(readImage(path)).rejects.toMatchObject({
        name: 'CodecError',
        code: 'ERR_DECODE',
      })
      expect(() => readImageSync(path)).toThrow(/./)
    })

    it('has a quality for what is not lossless', () => {
      expect(lossy ? descriptor.writeQuality : 1).toBeGreaterThan(0)
    })
  },
)

describe('what cannot be read or written', () => {
  it.each<[string, Uint8Array]>([
    ['an empty file', new Uint8Array()],
    ['text', Buffer.from('Not a picture.\n')],
    ['zeros', new Uint8Array(1000)],
    ['a lone magic number of PNG', Buffer.from([0x89, 0x50, 0x4e, 0x47])],
    ['a lone magic number of JPEG', Buffer.from([0xff, 0xd8, 0xff])],
    ['RIFF that is no WebP', Buffer.from('RIFF\x24\x00\x00\x00WAVEfmt ')],
    ['BM and nothing more', Buffer.from('BM')],
    ['P6 without a size', Buffer.from('P6\n')],
    ['TIFF without a directory', Buffer.from([0x49, 0x49, 42, 0, 8, 0, 0, 0])],
  ])('%s', async (_, bytes) => {
    const path = newPath('.png')
    writeFileSync(path, bytes)
    await expect(readImage(path)).rejects.toMatchObject({ code: 'ERR_DECODE' })
    expect(() => readImageSync(path)).toThrow(/./)
  })

  it('a file that is not there, or is a folder', async () => {
    await expect(readImage(join(folder, 'none.png'))).rejects.toThrow(/none\.png/)
    expect(() => readImageSync(join(folder, 'none.png'))).toThrow(/none\.png/)
    await expect(readImage(folder)).rejects.toThrow(/EISDIR/)
  })

  it.each(['.gif', '.txt', '', '.png.bak', '.'])('the extension %p', async (extension) => {
    const path = join(folder, `picture${extension}`)
    const image = makePicture({ width: 4, height: 4 })
    await expect(writeImage(path, image)).rejects.toThrow(RangeError)
    expect(() => writeImageSync(path, image)).toThrow(/expected an extension among .*\.png, /)
    expect(existsSync(path)).toBe(false)
  })

  it('a folder that is not there: the path is named, nothing is left', async () => {
    const path = join(folder, 'none', 'a.png')
    await expect(writeImage(path, makePicture({ width: 4, height: 4 }))).rejects.toThrow(/none/)
    expect(readdirSync(folder)).not.toContain('none')
  })

  it('what is no picture', async () => {
    await expect(writeImage(newPath('.png'), {} as PixelArray)).rejects.toThrow(TypeError)
  })
})
