import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MetricName } from '../../lib/metrics/names'

export interface Case {
  name: string
  width: number
  height: number
  channels: number
  bits: number
  kind: 'noise' | 'blocks' | 'same' | 'inverse' | 'other' | 'flat'
  seed: number
  levels?: [number, number]
  /** Of both pictures' samples, little endian: proof that Python made the same ones. */
  sha256: string
  values: Partial<Record<MetricName, number>>
}

type Values = Case['values']
type Samples = Uint8Array | Uint16Array

interface Reference {
  synthetic: Case[]
  photographs: { name: string; seed: number; values: Values }[]
}

/** What numpy and scipy computed: util/reference/metrics_reference.py. */
export const reference = JSON.parse(
  readFileSync(join(__dirname, '..', 'fixtures', 'metrics', 'reference.json'), 'utf8'),
  (_, value: unknown) => (value === 'Infinity' ? Infinity : value),
) as Reference

/** Agreement asked for: 1e-4 dB, 1e-6 of SSIM, and of MSE what 1e-4 dB is. */
function tolerance(name: MetricName, value: number): number {
  if (name === 'mse') return value * 2e-5
  return name.startsWith('psnr') ? 1e-4 : 1e-6
}

export function expectClose(name: MetricName, value: number, wanted: number): void {
  if (Number.isFinite(wanted)) {
    expect(Math.abs(value - wanted)).toBeLessThanOrEqual(tolerance(name, wanted))
  } else {
    expect(value).toBe(wanted)
  }
}

function scramble(index: number, seed: number): number {
  let v = (Math.imul(index, 2654435761) + seed * 40503) >>> 0
  v = (v ^ (v >>> 15)) >>> 0
  v = Math.imul(v, 2246822519) >>> 0
  return (v ^ (v >>> 13)) >>> 0
}

const samples = (bits: number, length: number): Samples =>
  bits > 8 ? new Uint16Array(length) : new Uint8Array(length)

type Size = Pick<Case, 'width' | 'height' | 'channels' | 'bits'>

const limited = (value: number, bits: number): number => Math.min(Math.max(value, 0), 2 ** bits - 1)

function pattern({ width, height, channels, bits }: Size, seed: number): Samples {
  const out = samples(bits, width * height * channels)
  for (let i = 0; i < out.length; i++) {
    const c = i % channels
    const x = Math.floor(i / channels) % width
    const y = Math.floor(i / channels / width)
    const wave = Math.abs(((x * (3 + c) + y * 5 + seed * 17) % 256) - 128) * 2
    const value = Math.min(wave + (scramble(i, seed) % 64), 255)
    out[i] = Math.floor((value * (2 ** bits - 1)) / 255)
  }
  return out
}

export function noisy(a: Samples, bits: number, seed: number): Samples {
  const step = 2 ** (bits - 8)
  return a.map((value, i) => limited(value + ((scramble(i, seed + 1) % 17) - 8) * step, bits))
}

export function blocks(a: Samples, { width, height, channels, bits }: Size): Samples {
  const out = a.slice()
  const step = 24 * 2 ** (bits - 8)
  for (let top = 0; top < height; top += 8) {
    for (let left = 0; left < width; left += 8) {
      for (let c = 0; c < channels; c++) {
        const places: number[] = []
        for (let y = top; y < Math.min(top + 8, height); y++) {
          for (let x = left; x < Math.min(left + 8, width); x++) {
            places.push((y * width + x) * channels + c)
          }
        }
        const mean = Math.floor(places.reduce((sum, i) => sum + a[i]!, 0) / places.length)
        for (const i of places) {
          out[i] = limited(mean + step * Math.floor((a[i]! - mean + step / 2) / step), bits)
        }
      }
    }
  }
  return out
}

/** The pair of pictures of a case, HWC; the same as make() of metrics_reference.py. */
export function makePair(entry: Case): [Samples, Samples] {
  const a = pattern(entry, entry.seed)
  switch (entry.kind) {
    case 'noise':
      return [a, noisy(a, entry.bits, entry.seed)]
    case 'blocks':
      return [a, blocks(a, entry)]
    case 'same':
      return [a, a.slice()]
    case 'inverse':
      return [a, a.map((value) => 2 ** entry.bits - 1 - value)]
    case 'other':
      return [a, pattern(entry, entry.seed + 1)]
    case 'flat':
      return [a.slice().fill(entry.levels![0]), a.slice().fill(entry.levels![1])]
  }
}
