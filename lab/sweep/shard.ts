/** The part of `--shard i/n`. */
export interface Shard {
  /** 1 to `count`. */
  index: number
  /** Of how many. */
  count: number
}

/** `1/3` to `3/3`. */
export function parseShard(text: string): Shard {
  const [, index, count] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number)
  if (index === undefined || count === undefined || index < 1 || index > count) {
    throw new TypeError(`shard: expected i/n with i from 1 to n, got '${text}'`)
  }
  return { index, count }
}

/** Whether a point belongs to the part: by its key, so that no two machines need to talk. */
export const inShard = (key: string, shard: Shard | undefined): boolean =>
  shard === undefined || parseInt(key.slice(0, 8), 16) % shard.count === shard.index - 1
