import { defineCodec, type ProgramDescription } from '../../lib/index'
import { failureSync } from '../helpers/failures'

// The steps of an own codec's quality.

const described = (quality: unknown, name: string) =>
  defineCodec({
    name,
    encode: ['encoder', '{input.png}', '{output}'],
    decode: ['decoder', '{input}', '{output.png}'],
    version: '1',
    quality,
  } as ProgramDescription)

test.each([
  [{ worst: 0, best: 100, step: -5 }, RangeError, 'expected a number above 0, got -5'],
  [{ worst: 0, best: 100, step: 0 }, RangeError, 'expected a number above 0, got 0'],
  [{ worst: 0, best: 100, step: NaN }, RangeError, 'expected a number above 0, got NaN'],
  [{ worst: 0, best: 100, step: Infinity }, RangeError, 'above 0, got Infinity'],
  [{ worst: 0, best: 100, step: '5' }, TypeError, "expected a number, got '5'"],
  [
    { worst: 0, best: 1e9, step: 1 },
    RangeError,
    'expected at most 65536 steps from 0 to 1000000000',
  ],
  [{ worst: 0, best: 1, step: 1e-9 }, RangeError, 'got steps of 1e-9'],
  [{ worst: -1e308, best: 1e308 }, RangeError, 'expected at most 65536 steps'],
])('%p is refused', (quality, kind, message) => {
  const error = failureSync(() => described(quality, 'bad-steps'))
  expect(error).toBeInstanceOf(kind)
  expect(error.message).toContain('quality.step: ')
  expect(error.message).toContain(message)
})

test('down and up', () => {
  expect(described({ worst: 10, best: 0, step: 5 }, 'down').qualitySteps).toEqual([10, 5, 0])
  expect(described({ worst: 0, best: 1, step: 0.5 }, 'up').qualitySteps).toEqual([0, 0.5, 1])
})
