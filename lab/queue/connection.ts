import { setTimeout as sleep } from 'node:timers/promises'
import type * as BullMq from 'bullmq'
import type { Redis } from 'ioredis'

/** All sweeps and workers of a server meet here. */
export const queueName = 'nodecodecs-sweep'

/** Milliseconds that closing may take. */
const PATIENCE = 300

const install = 'npm install bullmq ioredis'

/** The two packages that a queue needs, which are optional: Error naming how to install them. */
async function packages() {
  try {
    const [bullmq, ioredis] = await Promise.all([import('bullmq'), import('ioredis')])
    return { bullmq, ioredis }
  } catch (error) {
    const code = (error as { code?: string }).code ?? ''
    if (!/MODULE_NOT_FOUND/.test(code)) throw error
    throw Object.assign(new Error(`a queue needs the packages bullmq and ioredis: ${install}`), {
      code: 'ERR_UNAVAILABLE',
    })
  }
}

export interface Connection {
  bullmq: typeof BullMq
  redis: Redis
  /** A second connection: those that wait for events block. */
  again(): Redis
  /** Ends what uses the connections, and then them; a server that is gone is not waited for. */
  close(...users: { close(force?: boolean): Promise<unknown> }[]): Promise<void>
}

/**
 * Connects to Redis or Valkey. RangeError for what is no address of one; ERR_CONNECT where nobody
 * answers within 5 seconds.
 */
export async function connect(url: string): Promise<Connection> {
  if (!/^rediss?:\/\//.test(url)) {
    throw new RangeError(`queue: expected redis://host:port or rediss://..., got '${url}'`)
  }
  const { bullmq, ioredis } = await packages()
  const opened: Redis[] = []
  const open = () => {
    // null: what BullMQ asks of connections that block
    const redis = new ioredis.Redis(url, { maxRetriesPerRequest: null, lazyConnect: false })
    redis.on('error', () => undefined) // it connects again by itself
    opened.push(redis)
    return redis
  }
  const close: Connection['close'] = async (...users) => {
    const closed = Promise.allSettled(users.map((user) => user.close(true)))
    await Promise.race([closed, sleep(PATIENCE, undefined, { ref: false })])
    opened.forEach((redis) => redis.disconnect())
  }
  const redis = open()
  await answering(redis, url).catch(async (error: unknown) => {
    await close()
    throw error
  })
  return { bullmq, redis, again: open, close }
}

async function answering(redis: Redis, url: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const silence = new Promise<never>((_, reject) => {
    const error = Object.assign(new Error(`queue: ${withoutPassword(url)} does not answer`), {
      code: 'ERR_CONNECT',
    })
    timer = setTimeout(reject, 5000, error)
  })
  await Promise.race([redis.ping(), silence]).finally(() => clearTimeout(timer))
}

const withoutPassword = (url: string): string => url.replace(/\/\/[^@]*@/, '//')
