import type { Addon } from '../backends/native/addon'
import type { Runs } from './memory_runs'

// A caller's memory, copied in stretches between which the event loop turns: what has been changed
// in between is found before it is copied.

type Samples = Uint8Array | Uint16Array | Float32Array

/** Bytes that one mark stands for. */
const GROUP = 2 ** 18
/** Bytes that are marked before a call returns: 5 to 10 ms. Of more, the first part of each group. */
const MARKED = 48 * 2 ** 20
/** How long the event loop is kept between two of its turns. */
const STRETCH_MS = 4

/** Some runs, or a part of one: a range of the source, and where it goes. */
interface Group {
  from: number
  to: number
  length: number
}

function groupsOf({ start, count, length, step }: Runs, most: number): Group[] {
  const groups: Group[] = []
  if (length >= most) {
    for (let run = 0; run < count; run++) {
      for (let at = 0; at < length; at += most) {
        const from = start + run * step + at
        groups.push({ from, to: run * length + at, length: Math.min(most, length - at) })
      }
    }
    return groups
  }
  for (let run = 0; run < count; run++) {
    groups.push({ from: start + run * step, to: run * length, length })
  }
  return groups
}

/** What happens to samples on their way: copied, or floats made codes. Throws for what it refuses. */
type Move = (from: number, length: number, to: number) => void

export class Stretches {
  readonly #marks: { groups: Group[]; from: number; length: number; mark: string }[] = []
  readonly #length: number

  /** Marks the samples as they are now. */
  constructor(
    readonly data: Samples,
    runs: Runs,
    readonly fingerprint: Addon['fingerprint'],
  ) {
    this.#length = data.length
    const most = GROUP / data.BYTES_PER_ELEMENT
    const share = Math.min(1, MARKED / (runs.count * runs.length * data.BYTES_PER_ELEMENT))
    let groups: Group[] = []
    let length = 0
    const close = () => {
      if (groups.length === 0) return
      const [{ from }, last] = [groups[0]!, groups.at(-1)!]
      const marked = Math.ceil((last.from + last.length - from) * share)
      this.#marks.push({ groups, from, length: marked, mark: this.#markOf(from, marked) })
      groups = []
      length = 0
    }
    for (const group of groupsOf(runs, most)) {
      if (length + group.length > most) close()
      groups.push(group)
      length += group.length
    }
    close()
  }

  #markOf(from: number, length: number): string {
    const part = this.data.subarray(from, from + length)
    return this.fingerprint([{ data: part as Uint8Array, stride: 0 }])
  }

  /** Whether the group's memory is as it was: not written to, not transferred, not resized. */
  #isUnchanged({ from, length, mark }: { from: number; length: number; mark: string }): boolean {
    return this.data.length === this.#length && this.#markOf(from, length) === mark
  }

  /**
   * Moves all of it, the event loop between stretches.
   * @throws TypeError where it was changed
   */
  async move(move: Move, signal?: AbortSignal): Promise<void> {
    let began = performance.now()
    for (const marked of this.#marks) {
      if (!this.#isUnchanged(marked)) {
        throw new TypeError(
          'image: the picture was changed while the call read it; give each call an array of its own, or await the call',
        )
      }
      for (const { from, length, to } of marked.groups) move(from, length, to)
      if (performance.now() - began < STRETCH_MS) continue
      await new Promise((resolve) => setImmediate(resolve))
      signal?.throwIfAborted()
      began = performance.now()
    }
  }
}
