import { inspect } from '../../lib/probe/inspect'
import { readMetadata, writeMetadata } from '../../lib/files/metadata'
import { exifOrientation } from '../../lib/metadata/orientation'
import { codeOf } from '../helpers/failures'
import { seededRandom } from '../helpers/ffmpeg_streams'
import { exifWith } from '../helpers/exif'
import { files, given, hex, pick } from '../helpers/metadata_files'

/** The coded picture's sections: metadata must leave them alone. */
const pictureBytes = (bytes: Uint8Array): string =>
  inspect(bytes)
    .sections.filter(({ kind }) => kind === 'picture')
    .map(({ offset, length }) =>
      Buffer.from(bytes.subarray(offset, offset + length)).toString('hex'),
    )
    .join()

describe.each(files)('%s', (_, extension, bytes, kinds) => {
  const all = pick(given, kinds)

  test('has none at first, then what was put in, and none after taking it out', () => {
    expect(hex(readMetadata(bytes))).toEqual({})
    const file = writeMetadata(bytes, all)
    expect(hex(readMetadata(file))).toEqual(hex(all))
    // Of a bare JPEG XL codestream, inspect() counts the first two bytes as container.
    expect(pictureBytes(file).endsWith(pictureBytes(bytes))).toBe(true)
    // JP2's profile is its only word on colours: it stays.
    const out = kinds.filter((kind) => extension !== 'jp2' || kind !== 'icc')
    const stripped = writeMetadata(file, Object.fromEntries(out.map((kind) => [kind, null])))
    expect(hex(readMetadata(stripped))).toEqual(extension === 'jp2' ? hex({ icc: given.icc }) : {})
    expect(pictureBytes(stripped)).toBe(pictureBytes(file))
  })

  test('each kind alone, replaced, with the others left in place', () => {
    for (const kind of kinds) {
      const file = writeMetadata(bytes, { [kind]: given[kind] })
      expect(hex(readMetadata(file))).toEqual(hex(pick(given, [kind])))
    }
    const other = exifWith(3, true)
    const file = writeMetadata(writeMetadata(bytes, all), { exif: other })
    expect(hex(readMetadata(file))).toEqual(hex({ ...all, exif: other }))
    expect(hex(readMetadata(writeMetadata(file, {})))).toEqual(hex(readMetadata(file)))
  })

  test('odd and large ones', () => {
    const large = {
      exif: Buffer.concat([given.exif, Buffer.alloc(50001, 7)]),
      xmp: Buffer.alloc(60001, 32),
    }
    expect(hex(readMetadata(writeMetadata(bytes, large)))).toEqual(hex(large))
  })

  test('damage is an error of ours or a valid reading', () => {
    const random = seededRandom(3)
    const file = writeMetadata(bytes, all)
    const reach = Math.min(file.length, 3000)
    for (let n = 0; n < 200; n++) {
      const damaged = Uint8Array.from(
        n % 2 ? file : file.subarray(0, Math.floor(random() * file.length)),
      )
      for (let i = 0; i < 2; i++) damaged[Math.floor(random() * reach)] = Math.floor(random() * 256)
      for (const call of [
        () => readMetadata(damaged),
        () => writeMetadata(damaged, { exif: given.exif }),
      ]) {
        expect(['none', 'ERR_DECODE', 'ERR_ENCODE']).toContain(codeOf(call))
      }
    }
  })
})

describe('orientation', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])('%d, in both byte orders', (value) => {
    expect(exifOrientation(exifWith(value))).toBe(value)
    expect(exifOrientation(exifWith(value, true))).toBe(value)
  })

  test.each([
    ['nothing', new Uint8Array(0)],
    ['no TIFF header', Buffer.from('JFIF0000000000000000')],
    ['a value of 0', exifWith(0)],
    ['a value of 9', exifWith(9)],
    ['no first IFD', exifWith(6).subarray(0, 8)],
    ['an offset past the end', Uint8Array.from([0x4d, 0x4d, 0, 42, 0, 1, 0, 0])],
    ['an IFD cut off', exifWith(6).subarray(0, 16)],
    ['another tag', Uint8Array.from(exifWith(6), (byte, i) => (i === 11 ? 0x13 : byte))],
  ])('undefined for %s', (_, exif) => {
    expect(exifOrientation(exif)).toBeUndefined()
  })

  test('is told for formats whose decoders leave it to the caller', () => {
    for (const [, extension, bytes] of files) {
      const { orientation } = readMetadata(writeMetadata(bytes, { exif: given.exif }))
      expect(orientation).toBe(['jxl', 'avif', 'heic'].includes(extension) ? undefined : 6)
    }
  })
})
