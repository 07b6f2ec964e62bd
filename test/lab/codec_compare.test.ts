import { exportFiles, toCodecCompare } from '../../lab/index'
import { resultRow } from './rows'

// What codec-compare's viewer takes, as its loader (batch_loader.ts, constants.ts) says: other names are
// no error there, but are shown as text and cannot be plotted.

const constants = [
  ...['name', 'codec', 'version', 'time', 'source data set', 'source tags', 'original path'],
  ...['encoded path', 'decoded path', 'preview', 'encoding cmd', 'decoding cmd'],
]
const fields = [
  ...['original name', 'encoded name', 'decoded name', 'width', 'height', 'frame count', 'effort'],
  ...['quality', 'psnr', 'ssim', 'dssim', 'msssim', 'butteraugli', 'ssimulacra', 'ssimulacra2'],
  ...['ciede2000', 'flip', 'lpips', 'p3-norm', 'encoded size', 'bpp', 'megapixels'],
  ...['encoding time', 'decoding time', 'raw decoding time'],
]
const nameOf = (description: Record<string, string>): string => {
  const entries = Object.entries(description)
  expect(entries).toHaveLength(1)
  expect(typeof entries[0]![1]).toBe('string')
  return entries[0]![0].replaceAll('_', ' ').toLowerCase()
}

const all = {
  ...{ psnr: 40, ssim: 0.95, 'ms-ssim': 0.98, ssimulacra2: 80, butteraugli: 2 },
  ...{ 'butteraugli-3norm': 1, ciede2000: 30, mse: 3, vif: 0.9 },
}
const rows = [
  resultRow({ label: 'webp', codec: 'webp', metrics: all, quality: 50 }),
  resultRow({ label: 'webp', codec: 'webp', metrics: { ...all, psnr: null }, quality: 100 }),
  resultRow({ label: 'a/b c', codec: 'x265', metrics: { psnr: null, ssim: 1 } }),
  resultRow({ label: 'a/b c', codec: 'x265', metrics: { psnr: 30 }, quality: 32 }),
]

test('every batch is as its loader wants it', () => {
  for (const { batch } of toCodecCompare(rows, () => '.bin')) {
    for (const description of batch.constant_descriptions) {
      expect(constants).toContain(nameOf(description))
    }
    expect(batch.constant_values).toHaveLength(batch.constant_descriptions.length)
    for (const value of batch.constant_values) expect(typeof value).toBe('string')
    const names = batch.field_descriptions.map(nameOf)
    for (const name of names) expect(fields).toContain(name)
    expect(new Set(names).size).toBe(names.length)
    for (const values of batch.field_values) {
      expect(values).toHaveLength(names.length)
      // a field has the type of its first value
      expect(values.map((value) => typeof value)).toEqual(
        batch.field_values[0]!.map((value) => typeof value),
      )
      expect(values.every((value) => typeof value === 'string' || Number.isFinite(value))).toBe(
        true,
      )
    }
    for (const text of batch.constant_values.join(' ').matchAll(/\$\{(\w+)\}/g)) {
      expect(names).toContain(text[1]!.replaceAll('_', ' '))
    }
  }
})

test('every metric that its reader knows, and only where all rows have it', () => {
  const [webp, x265] = toCodecCompare(rows, () => '.bin').map(({ batch }) =>
    batch.field_descriptions.map(nameOf),
  )
  const known = ['psnr', 'ssim', 'msssim', 'ssimulacra2', 'butteraugli', 'p3-norm', 'ciede2000']
  expect(webp!.slice(8)).toEqual(known)
  expect(x265!.slice(8)).toEqual(['psnr'])
})

test("an infinite PSNR is 99, as its generator's", () => {
  const [webp] = toCodecCompare(rows, () => '.bin')
  expect(webp!.batch.field_values[1]![8]).toBe(99)
})

test('the list names the files that there are', () => {
  const files = exportFiles(rows, 'codec-compare')
  const names = files.map(({ name }) => name)
  expect(names).toEqual(['webp.json', 'a_b_c.json', 'list.json'])
  expect(JSON.parse(files.at(-1)!.text)).toEqual([['webp.json'], ['a_b_c.json']])
})
