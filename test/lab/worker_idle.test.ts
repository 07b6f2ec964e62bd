import { EventEmitter, getEventListeners } from 'node:events'
import type { Worker } from 'bullmq'
import { over } from '../../lab/queue/worker'

// When a worker has nothing to do any more, by what BullMQ tells it and by what still runs.

test('a job that ends without an event, as its lock was lost, is over all the same', async () => {
  const worker = new EventEmitter()
  const { signal } = new AbortController()
  let running = 1
  const ended = over(worker as unknown as Worker, () => running, { idle: 0.3, signal })
  worker.emit('active')
  worker.emit('drained') // told once, to the process's other child
  let isOver = false
  void ended.then(() => (isOver = true))
  await new Promise((resolve) => setTimeout(resolve, 600))
  expect(isOver).toBe(false)
  running = 0
  await ended
  expect(getEventListeners(signal, 'abort')).toHaveLength(0)
}, 5000)
