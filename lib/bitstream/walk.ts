/**
 * A way through a file's bytes that rests from time to time, and what it finds. Async calls let the
 * event loop turn while it rests; sync calls go on at once.
 */
export type Walk<T> = Generator<Aside | void, T, unknown>

/** Work of a walk that async calls have done on another thread, and sync calls at once. */
interface Aside {
  run(): Promise<unknown>
  runSync(): unknown
}

/**
 * A walk over all of a file; each is one function, by which its finding is kept. It stays in its part of
 * dist/ (util/bundle_parts.js): what another part imports is a function of that part's own.
 */
export type Walker<T = unknown> = (bytes: Uint8Array) => Walk<T>

type Finding = { value: unknown } | { error: unknown }

type Findings = Map<Walker, Finding>

/** By the memory, and where in it: calls make views of their own. */
const kept = new WeakMap<ArrayBufferLike, Map<string, Findings>>()

const placeOf = ({ byteOffset, length }: Uint8Array): string => `${byteOffset} ${length}`

/** What the walker finds: kept from before, or by walking now, in one go. */
export function walked<T>(bytes: Uint8Array, walker: Walker<T>): T {
  const finding = kept.get(bytes.buffer)?.get(placeOf(bytes))?.get(walker)
  if (finding === undefined) return ended(walker(bytes))
  if ('error' in finding) throw finding.error
  return finding.value as T
}

/** Walks in one go. */
export function ended<T>(walk: Walk<T>): T {
  let step = walk.next()
  while (!step.done) {
    let value: unknown
    try {
      value = step.value?.runSync()
    } catch (error) {
      step = walk.throw(error)
      continue
    }
    step = walk.next(value)
  }
  return step.value
}

/** Walks with a rest, or a wait, wherever the walk has one. What `rest` throws ends it. */
export async function rested<T>(walk: Walk<T>, rest: () => Promise<void>): Promise<T> {
  let step = walk.next()
  while (!step.done) {
    let value: unknown
    try {
      value = await step.value?.run()
    } catch (error) {
      step = walk.throw(error)
      continue
    }
    await rest()
    step = walk.next(value)
  }
  return step.value
}

/** Walks with rests, and keeps what was found, a failure too. Nobody may change the bytes any more. */
export function* keeping(bytes: Uint8Array, walker: Walker): Walk<void> {
  const places = kept.get(bytes.buffer) ?? new Map<string, Findings>()
  kept.set(bytes.buffer, places)
  const findings: Findings = places.get(placeOf(bytes)) ?? new Map<Walker, Finding>()
  places.set(placeOf(bytes), findings)
  if (findings.has(walker)) return
  try {
    findings.set(walker, { value: yield* walker(bytes) })
  } catch (error) {
    findings.set(walker, { error })
  }
}

/** Bytes between two rests: one to six milliseconds of a loop in JavaScript. */
const STRETCH = 2 ** 20

/**
 * Seeks in stretches. `seek(from, to)` says where it found something, or -1; it is called with one
 * stretch after the other, and may look behind the end of one.
 */
export function* stretches(
  from: number,
  end: number,
  seek: (from: number, to: number) => number,
): Walk<number> {
  for (let at = from; at < end; at += STRETCH) {
    if (at > from) yield
    const found = seek(at, Math.min(at + STRETCH, end))
    if (found >= 0) return found
  }
  return -1
}
