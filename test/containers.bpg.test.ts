import { BPG, X265 } from '../lib'
import { makePicture, maxDifference, samplesOf } from './pictures'

describe('sizes that x265 does not take as they are', () => {
  test.each([
    [1, 1],
    [8, 8],
    [9, 5],
    [17, 17],
    [31, 100],
    [100, 16],
    [33, 33],
  ])('%d x %d at the defaults (placebo)', (width, height) => {
    const picture = makePicture({ width, height })
    const bpg = new BPG({ quality: 1 })
    const restored = bpg.decodeSync(bpg.encodeSync(picture))
    expect(restored).toMatchObject({ shape: [height, width, 3] })
    if (!('shape' in restored)) throw new Error('planes')
    expect(maxDifference(samplesOf(picture), samplesOf(restored))).toBeLessThanOrEqual(3)
  })

  test('the elementary stream too', () => {
    const x265 = new X265({ preset: 'placebo', lossless: true })
    const picture = makePicture({ width: 20, height: 7 })
    expect(x265.applySync(picture).restored.data).toEqual(picture.data)
  })
})
