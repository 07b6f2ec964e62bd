import { AV1, AVIF, BPG, HEIC, X265, inspect } from '../../lib'
import type { Section } from '../../lib/bitstream/section'
import { programFile } from '../helpers/container/matrix'
import { type Chroma } from '../helpers/container/codings'
import { describeWith } from '../helpers/heif_programs'
import { makePicture } from '../helpers/pictures'

const picture = makePicture({ width: 64, height: 48 })
const gray = makePicture({ width: 64, height: 48, channels: 1 })
const rgba = makePicture({ width: 64, height: 48, channels: 4 })

const bytesOf = (sections: readonly Section[], kind?: Section['kind']): number =>
  sections.filter((s) => !kind || s.kind === kind).reduce((sum, { length }) => sum + length, 0)

/** Bytes by kind; every byte of the file is in one section. */
function spent(file: Uint8Array): Record<'container' | 'header' | 'picture', number> {
  const { sections } = inspect(file)
  expect(bytesOf(sections)).toBe(file.length)
  return {
    container: bytesOf(sections, 'container'),
    header: bytesOf(sections, 'header'),
    picture: bytesOf(sections, 'picture'),
  }
}

const av1 = { usage: 'allintra', speed: 8, tune: 'visual', quality: 20 } as const
const x265 = { preset: 'ultrafast', tune: 'visual', quality: 20 } as const
const formats = ['yuv444p', 'yuv422p', 'yuv420p', 'gray', 'gbrp', 'yuv420p10le', 'yuv444p12le']
const sourceFor = (pixelFormat: string) => (pixelFormat === 'gray' ? gray : picture)

// 282 bytes are avifenc's, which has a handler's name and an item's that readers do not need.
test.each(formats)('AVIF %s: at most 282 bytes around its OBU stream', (pixelFormat) => {
  const source = sourceFor(pixelFormat)
  const file = new AVIF({ ...av1, pixelFormat }).encodeSync(source)
  const stream = new AV1({ ...av1, pixelFormat }).encodeSync(source)
  expect(file.length - stream.length).toBeLessThanOrEqual(282)
  expect(file.length - stream.length).toBeGreaterThan(250)
  expect(spent(file).picture).toBe(spent(stream).picture)
})

test('alpha costs an AVIF no more than the 175 bytes of libavformat', () => {
  const [opaque, transparent] = [picture, rgba].map((source) => {
    const { container } = spent(new AVIF(av1).encodeSync(source))
    return container
  })
  expect(transparent! - opaque!).toBeLessThanOrEqual(175)
})

test.each(formats)('HEIC %s: less than 300 bytes around its HEVC stream', (pixelFormat) => {
  const source = sourceFor(pixelFormat)
  const file = new HEIC({ ...x265, pixelFormat }).encodeSync(source)
  const stream = new X265({ ...x265, pixelFormat }).encodeSync(source)
  expect(file.length - stream.length).toBeLessThan(300)
  expect(spent(file).picture).toBe(spent(stream).picture)
})

test.each([
  ['444', 'yuv444p'],
  ['422', 'yuv422p'],
  ['420', 'yuv420p'],
] as const)('BPG %s: the HEVC stream in fewer bytes than itself', (format, pixelFormat) => {
  const inner = { preset: 'superfast', tune: 'ssim', quality: 20, pixelFormat } as const
  const file = new BPG({ method: 1, format, quality: 20 }).encodeSync(picture)
  const stream = new X265(inner).encodeSync(picture)
  expect(stream.length - file.length).toBeGreaterThan(45)
  expect(spent(file)).toMatchObject({ container: 13, picture: spent(stream).picture })
})

describeWith(['avifenc', 'heif-enc'], 'beside the files of others', () => {
  test.each(['444', '420', '400'])('avifenc, %s', (yuv) => {
    const args = ['avifenc', '-s', '10', '--min', '20', '--max', '20', '-y', yuv]
    const theirs = spent(programFile(args, 'avif', picture))
    const pixelFormat = yuv === '400' ? 'gray' : `yuv${yuv}p`
    const ours = spent(new AVIF({ ...av1, pixelFormat }).encodeSync(sourceFor(pixelFormat)))
    expect(ours.container).toBeLessThanOrEqual(theirs.container)
  })

  test.each<[Chroma, string]>([
    ['4:4:4', 'yuv444p'],
    ['4:2:0', 'yuv420p'],
  ])('heif-enc, %s', (chroma, pixelFormat) => {
    const args = ['heif-enc', '-q', '60', '-p', `chroma=${chroma.replaceAll(':', '')}`]
    const theirs = spent(programFile(args, 'heic', picture))
    const ours = spent(new HEIC({ ...x265, pixelFormat }).encodeSync(picture))
    expect(ours.container).toBeLessThanOrEqual(theirs.container)
  })
})
