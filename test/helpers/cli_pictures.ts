import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ndarray from 'ndarray'
import { clouds, hash } from '../../lib/cli/demo/noise'
import { writeImageSync } from '../../lib/index'
import type { PixelArray } from '../../lib/image'

/** A small picture with flat parts and noisy ones: [H, W, C] of 8 or 16 bit. */
export function noise(width: number, height: number, channels: number, bitDepth = 8): PixelArray {
  const length = width * height * channels
  const data = bitDepth === 8 ? new Uint8Array(length) : new Uint16Array(length)
  const peak = 2 ** bitDepth - 1
  for (let i = 0; i < length; i++) {
    const [c, x, y] = [
      i % channels,
      Math.floor(i / channels) % width,
      Math.floor(i / channels / width),
    ]
    data[i] = Math.floor(peak * (0.9 * clouds(x / 16, y / 16, 4, c) + 0.1 * hash(x, y, 9 + c)))
  }
  return Object.assign(ndarray(data, [height, width, channels]), { bitDepth })
}

type Size = [width: number, height: number, channels: number]

/** A folder with such pictures while the tests of a suite run; gives paths in it, without a name its own. */
export function pictureFolder(pictures: Record<string, Size>): (...names: string[]) => string {
  const folder = mkdtempSync(join(tmpdir(), 'cli-test-'))
  const at = (...names: string[]) => join(folder, ...names)
  beforeAll(() => {
    for (const [name, size] of Object.entries(pictures)) writeImageSync(at(name), noise(...size))
  })
  afterAll(() => rmSync(folder, { recursive: true }))
  return at
}

/** What the tests of comparisons compare. */
export const compared: Record<string, Size> = {
  'a.png': [48, 32, 3],
  'b.png': [33, 17, 3],
  'gray.png': [48, 32, 1],
}
