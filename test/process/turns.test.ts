import { concurrency } from '../../lib'
import { run } from '../../lib/process'
import { Turns } from '../../lib/process/turns'
import { command } from '../helpers/commands'

describe('how many at once', () => {
  test('may change while they wait', async () => {
    let most = 1
    const turns = new Turns(() => most)
    const ends = [await turns.take()]
    const begun: number[] = []
    const later = [1, 2, 3, 4].map(async (i) => {
      const end = await turns.take()
      begun.push(i)
      return end
    })
    most = 3
    ends.pop()!()
    const running = await Promise.all(later.slice(0, 3))
    expect(begun).toEqual([1, 2, 3])
    most = 1
    running.pop()!()
    running.pop()!()
    await new Promise((resolve) => setImmediate(resolve))
    expect(begun).toEqual([1, 2, 3])
    running.pop()!()
    ;(await later[3]!)()
    expect(begun).toEqual([1, 2, 3, 4])
  })
})

test('those that wait begin when concurrency is raised, while the others still run', async () => {
  const before = concurrency()
  try {
    concurrency(1)
    const turns = new Turns(concurrency)
    const first = await turns.take()
    const later = [turns.take(), turns.take()]
    concurrency(3)
    for (const end of await Promise.all(later)) end()
    first()
  } finally {
    concurrency(before)
  }
}, 5000)

describe('many at once', () => {
  test('are all served, each with its own output', async () => {
    const inputs = Array.from({ length: 20 }, (_, i) => new Uint8Array(70_000).fill(i))
    const results = await Promise.all(inputs.map((input) => run(command('echo', [], input))))
    results.forEach(({ stdout }, i) => expect(Buffer.compare(stdout, inputs[i]!)).toBe(0))
  })

  test('wait for their turn in order, and may leave the queue', async () => {
    const turns = new Turns(() => 1)
    const order: number[] = []
    const end = await turns.take()
    const controller = new AbortController()
    const second = turns.take(controller.signal)
    const third = turns.take().then((endTurn) => (order.push(3), endTurn()))
    const fourth = turns.take().then((endTurn) => (order.push(4), endTurn()))
    controller.abort('left')
    await expect(second).rejects.toBe('left')
    expect(order).toEqual([])
    end()
    await Promise.all([third, fourth])
    expect(order).toEqual([3, 4])
    ;(await turns.take())()
    await expect(turns.take(AbortSignal.abort('gone'))).rejects.toBe('gone')
  })
})
