import '../lab/processes'
import { availableParallelism } from 'node:os'
import { PNG } from '../../lib/index'
import { makePicture } from '../helpers/pictures'

// Children are kept for the next call, so many of them as there are processors.

const image = makePicture({ width: 40, height: 30 })

it('a call gets no child that is being dismissed', async () => {
  const [usual, other] = [2 ** 30, 2 ** 29].map(
    (maxMemory) => new PNG({ isolate: true, maxMemory }),
  )
  const stream = usual!.encodeSync(image)
  const all = () => Promise.all(Array.from({ length: availableParallelism() }, read))
  const read = async () => (await usual!.decode(stream)).shape
  await all()
  // One more than are kept: the first of the others has to go.
  await other!.decode(stream)
  for (const shape of await all()) expect(shape).toEqual([30, 40, 3])
})

it('calls whose child cannot be started take no turn from others', async () => {
  const codec = new PNG({ isolate: true, maxMemory: 2 ** 28 })
  const stream = codec.encodeSync(image)
  const { execPath } = process
  process.execPath = 'no\0program'
  try {
    const calls = Array.from({ length: availableParallelism() }, () => codec.decode(stream))
    for (const { status } of await Promise.allSettled(calls)) expect(status).toBe('rejected')
  } finally {
    process.execPath = execPath
  }
  expect((await codec.decode(stream)).shape).toEqual([30, 40, 3])
})
