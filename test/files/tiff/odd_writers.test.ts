import { tiffBeyondLibav } from '../../../lib/bitstream/tiff'
import { readImage, readImageSync } from '../../../lib/files'
import { codecFailureSync } from '../../helpers/failures'
import { tiffFile } from '../../helpers/tiff_builder'
import { colour, gray, RGB } from '../../helpers/tiff_pictures'
import { describeTiff, tiffFolder } from '../../helpers/tiff_files'

// What writers of their own ways, and damaged files of such ways, are read as.
const { read } = tiffFolder()
const OWN_TAG = 65000

/** LZW as it was before TIFF 6.0: codes of 9 bits from the lowest bit on. Up to 250 bytes. */
function oldLzw(bytes: readonly number[]): number[] {
  const [clear, end] = [256, 257]
  const codes = [clear, ...bytes, end]
  const bits = codes.flatMap((code) => Array.from({ length: 9 }, (_, i) => (code >> i) & 1))
  return Array.from({ length: Math.ceil(bits.length / 8) }, (_, at) =>
    bits.slice(at * 8, at * 8 + 8).reduce((sum, bit, i) => sum | (bit << i), 0),
  )
}

/** The file with another type in the directory's entry of `tag`. */
function retyped(file: Uint8Array, tag: number, type: number): Uint8Array {
  const view = new DataView(file.buffer)
  const start = view.getUint32(4, true)
  for (let at = start + 2; at < file.length; at += 12) {
    if (view.getUint16(at, true) === tag) view.setUint16(at + 2, type, true)
  }
  return file
}

describeTiff('TIFF of writers with ways of their own', () => {
  it.each([{}, { rowsPerStrip: 2 }, { tile: 16 }])('LZW before TIFF 6.0, %j', (layout) => {
    const picture = gray(8, { ...layout, shorts: { 259: [5] }, compress: oldLzw })
    const { data, warnings } = read(picture)
    expect(Array.from(data)).toEqual(picture.codes)
    expect(warnings!.join()).toMatch(/Old-style LZW/)
  })

  it('tags that nobody else knows are no damage', async () => {
    const picture = gray(8, { shorts: { [OWN_TAG]: [1, 2, 3] } })
    const { data, warnings } = await readImage(tiffFile(picture), { strict: true })
    expect([Array.from(data), warnings]).toEqual([picture.codes, undefined])
  })

  it.each([0, 14, 99])('a field of the unknown type %i is skipped', (type) => {
    const picture = gray(8, { shorts: { [OWN_TAG]: [1] } })
    const { data } = readImageSync(retyped(tiffFile(picture), OWN_TAG, type))
    expect(Array.from(data)).toEqual(picture.codes)
  })

  it.each([0, 1, 84, 86, 65535])('one plain strip of "%i" bytes is as long as the picture', (n) => {
    const picture = gray(8, { shorts: { 279: [n] } })
    expect(Array.from(read(picture).data)).toEqual(picture.codes)
  })
})

it('LZW before TIFF 6.0 is not given to FFmpeg, which shows it black', () => {
  const old = gray(8, { shorts: { 259: [5] }, compress: oldLzw })
  expect(tiffBeyondLibav(tiffFile(old))).toBe('old-style LZW')
})

describeTiff('what libtiff refuses is not shown by another reader', () => {
  it('RowsPerStrip of more than the plane, whose first strip has some rows', () => {
    const codes = Array.from({ length: 5 * 3 }, (_, i) => i)
    const planes = { width: 1, height: 5, separate: true, rowsPerStrip: 2 }
    for (const rows of [5, 65535]) {
      const picture = colour(3, RGB, codes, { ...planes, shorts: { 278: [rows] } })
      expect(codecFailureSync(() => read(picture)).code).toBe('ERR_DECODE')
    }
  })

  it('one plain strip that ends before the picture', () => {
    const whole = tiffFile(gray(8, { shorts: { 273: [65000], 279: [65535] } }))
    expect(codecFailureSync(() => readImageSync(whole)).code).toBe('ERR_DECODE')
  })
})
