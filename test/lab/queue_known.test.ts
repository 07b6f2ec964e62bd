import type { JobData, JobResult } from '../../lab/queue/job'
import { enqueue } from '../../lab/queue/producer'
import { failedRow, resultRow } from './rows'

// What becomes of a point that the queue knows from an earlier sweep.

type Queue = Parameters<typeof enqueue>[0]

async function given(state: 'completed' | 'failed' | 'active', row?: JobResult['row']) {
  const [remove, add, ended] = [jest.fn(), jest.fn(), jest.fn()]
  const job = {
    returnvalue: row && { row },
    isCompleted: () => Promise.resolve(state === 'completed'),
    isFailed: () => Promise.resolve(state === 'failed'),
    remove,
  }
  const queue = { getJob: () => Promise.resolve(job), add } as unknown as Queue
  await enqueue(queue, 'id', {} as JobData, ended)
  return [remove, add, ended].map(({ mock }) => mock.calls.length)
}

test('what was coded is taken', async () => {
  expect(await given('completed', resultRow())).toEqual([0, 0, 1])
})

test('what failed is done again', async () => {
  expect(await given('completed', failedRow())).toEqual([1, 1, 0])
  expect(await given('failed')).toEqual([1, 1, 0])
})

test('what is being done is not disturbed', async () => {
  expect(await given('active')).toEqual([0, 1, 0])
})
