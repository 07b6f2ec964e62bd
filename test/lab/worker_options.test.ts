import { work } from '../../lab/index'
import { runCli } from '../helpers/run_cli'

// Mistakes of a worker's options are told before a server is asked for.

test.each([
  [{ jobs: 0 }, /^jobs: expected a whole number from 1, got 0/],
  [{ jobs: NaN }, /^jobs: /],
  [{ idle: -1 }, /^idle: expected seconds, got -1/],
  [{ idle: NaN }, /^idle: /],
  [{ lock: 0 }, /^lock: expected seconds, at least 1, got 0/],
  [{ lock: NaN }, /^lock: /],
])('%j', async (options, message) => {
  const working = work({ queue: 'redis://127.0.0.1:1', ...options })
  await expect(working).rejects.toThrow(RangeError)
  await expect(working).rejects.toThrow(message)
})

test('the seed of an interval is a whole number', async () => {
  const { code, stderr } = await runCli(['bd-rate', 'x', '--anchor', 'y', '--seed', 'z'])
  expect(code).not.toBe(0)
  expect(stderr).toContain('Expected a whole number')
})
