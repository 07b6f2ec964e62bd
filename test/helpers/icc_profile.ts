const u32 = (value: number): number[] => [24, 16, 8, 0].map((shift) => (value >> shift) & 255)
const text = (value: string): number[] => Array.from(value, (c) => c.charCodeAt(0))
const s15Fixed16 = (value: number): number[] => u32(Math.round(value * 65536))

const localized = (value: string): number[] => [
  ...text('mluc'),
  ...u32(0),
  ...u32(1),
  ...u32(12),
  ...text('enUS'),
  ...u32(2 * value.length),
  ...u32(28),
  ...Array.from(value, (c) => [0, c.charCodeAt(0)]).flat(),
]
const xyz = (values: number[]): number[] => [
  ...text('XYZ '),
  ...u32(0),
  ...values.flatMap(s15Fixed16),
]
const gamma = (value: number): number[] => [
  ...text('para'),
  ...u32(0),
  ...u32(0),
  ...s15Fixed16(value),
]

const D50 = [0.9642, 1, 0.8249]
/** sRGB's primaries adapted to D50, and a curve. */
const tagsOf = (curve: number[]): [string, number[]][] => [
  ['desc', localized('test RGB')],
  ['cprt', localized('none')],
  ['wtpt', xyz(D50)],
  ['rXYZ', xyz([0.4361, 0.2225, 0.0139])],
  ['gXYZ', xyz([0.3851, 0.7169, 0.0971])],
  ['bXYZ', xyz([0.1431, 0.0606, 0.7141])],
  ['rTRC', curve],
  ['gTRC', curve],
  ['bTRC', curve],
]

/** A curve of values of 16 bits at equal distances. */
export const tableCurve = (values: readonly number[]): number[] => [
  ...text('curv'),
  ...u32(0),
  ...u32(values.length),
  ...values.flatMap((value) => [value >> 8, value & 255]),
]

/** A valid RGB display profile of version 4 (ICC.1:2022 section 7), small enough to sit in tests. */
export function iccProfile(curve = gamma(2.2)): Uint8Array {
  const tags = tagsOf(curve)
  const dataStart = 128 + 4 + 12 * tags.length
  const table: number[] = []
  const data: number[] = []
  for (const [name, body] of tags) {
    table.push(...text(name), ...u32(dataStart + data.length), ...u32(body.length))
    data.push(...body, ...new Array<number>((4 - (body.length % 4)) % 4).fill(0))
  }
  const header = [
    ...[...u32(dataStart + data.length), ...u32(0), 4, 0x30, 0, 0],
    ...text('mntrRGB XYZ '),
    ...[0x07, 0xe8, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0],
    ...[...text('acsp'), ...new Array<number>(28).fill(0)],
    ...D50.flatMap(s15Fixed16),
  ]
  const padding = new Array<number>(128 - header.length).fill(0)
  return Uint8Array.from([...header, ...padding, ...u32(tags.length), ...table, ...data])
}
