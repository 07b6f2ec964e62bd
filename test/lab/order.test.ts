import { Estimate } from '../../lab/sweep/estimate'
import { type Left, nextOf } from '../../lab/sweep/run_left'

// In which order points are coded.

const left = (...points: string[]): Left[] =>
  points.map((text) => {
    const [path, label] = text.split(' ')
    return { point: { path, about: { label } }, metrics: [] } as unknown as Left
  })

test('picture by picture, and of the last one the longest first', () => {
  const estimate = new Estimate(['jpeg', 'jpeg', 'av1', 'av1', 'webp'], 2)
  const next = (...points: string[]) => nextOf(left(...points), (label) => estimate.of(label))
  estimate.done('jpeg', 10)
  estimate.done('av1', 800)
  expect(next('a jpeg', 'a av1', 'b jpeg')).toBe(0)
  expect(next('b jpeg', 'b av1', 'b av1')).toBe(1)
  expect(next('b jpeg', 'b av1', 'b webp')).toBe(2) // not known yet
  expect(next('b jpeg')).toBe(0)
})
