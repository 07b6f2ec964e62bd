import { addon } from '../backends/native/addon'
import type { FloatPicture, Picture, PixelPicture, PlanePicture } from '../image'
import { threadsAtOnce } from '../process/at_once'
import { Turns } from '../process/turns'
import { type AtEnd, perform, type RunContext, type Steps } from '../task'
import { checkExtent, quantised, quantiseInto } from './floats'
import { type Runs, runsOf } from './memory_runs'
import { Stretches } from './stretches'
import { rowsAtOnce } from './turn'

// A caller's picture becomes one of our own, which nobody else can change: at once where that takes a
// few milliseconds, else in stretches between which the event loop turns.

/** Samples that are read at once, floats and those that lie in columns counted for more. */
const AT_ONCE = 4_000_000

type Samples = Uint8Array | Uint16Array | Float32Array

const newLike = <T extends Samples>(data: T, length: number): T =>
  new (data.constructor as new (length: number) => T)(length)

function costOf(picture: Picture | FloatPicture): number {
  if (picture.kind === 'planes') {
    return picture.planes.reduce((sum, { data }) => sum + data.byteLength, 0) / 4
  }
  const { width, height, channels, columnStride, rowStride } = picture
  const across = height > 1 && Math.abs(columnStride) > Math.abs(rowStride) ? 8 : 1
  return width * height * channels * picture.data.BYTES_PER_ELEMENT * across
}

/** Large pictures that are copied at once: one for each thread, and one for the next. */
const copies = new Turns(() => threadsAtOnce() + 1)
const places = new WeakMap<AtEnd, Promise<void>>()

/** A place among the copies, once for the call and until its end. */
async function place({ signal, clock, atEnd }: RunContext): Promise<void> {
  if (!atEnd) return
  let taken = places.get(atEnd)
  if (!taken) {
    taken = copies.take(signal, clock).then((end) => atEnd.add(end))
    places.set(atEnd, taken)
  }
  await taken
}

const isWithin = ({ start, count, length, step }: Runs, samples: number): boolean =>
  start >= 0 && start + (count - 1) * step + length <= samples

async function copied<T extends Samples>(data: T, runs: Runs, context: RunContext): Promise<T> {
  const stretches = new Stretches(data, runs, addon()!.fingerprint)
  await place(context)
  const out = newLike(data, runs.count * runs.length)
  await stretches.move((from, length, to) => {
    out.set(data.subarray(from, from + length), to)
  }, context.signal)
  return out
}

async function takePixels(picture: PixelPicture, context: RunContext): Promise<PixelPicture> {
  const runs = runsOf(picture)
  if (!isWithin(runs, picture.data.length)) return picture // the backend says what is wrong
  const data = await copied(picture.data, runs, context)
  return { ...picture, ...runs.packed, data, ours: true }
}

const newCodes = (depth: number, length: number) =>
  depth > 8 ? new Uint16Array(length) : new Uint8Array(length)

async function takeFloats(
  view: FloatPicture,
  depth: number,
  context: RunContext,
): Promise<PixelPicture> {
  checkExtent(view)
  const runs = runsOf(view)
  if (!runs.dense) {
    const data = await copied(view.data, runs, context)
    return quantisedByRows({ ...view, ...runs.packed, data }, depth, context)
  }
  const stretches = new Stretches(view.data, runs, addon()!.fingerprint)
  await place(context)
  const out = newCodes(depth, runs.count * runs.length)
  await stretches.move((from, length, to) => {
    quantiseInto(view, from, depth, out.subarray(to, to + length))
  }, context.signal)
  return { ...view, ...runs.packed, kind: 'pixels', data: out, bitDepth: depth, ours: true }
}

/** Floats with gaps between them, of our own. */
async function quantisedByRows(
  view: FloatPicture,
  depth: number,
  { signal }: RunContext,
): Promise<PixelPicture> {
  const { width, height, channels, offset, rowStride } = view
  const data = newCodes(depth, width * height * channels)
  const step = rowsAtOnce(width * channels)
  for (let y = 0; y < height; y += step) {
    const rows = { ...view, offset: offset + y * rowStride, height: Math.min(step, height - y) }
    data.set(quantised(rows, depth, y).data, y * width * channels)
    await new Promise((resolve) => setImmediate(resolve))
    signal?.throwIfAborted()
  }
  const strides = { rowStride: width * channels, columnStride: channels, channelStride: 1 }
  return { ...view, ...strides, offset: 0, kind: 'pixels', data, bitDepth: depth, ours: true }
}

async function takePlanes(picture: PlanePicture, context: RunContext): Promise<PlanePicture> {
  const copies = picture.planes.map(async ({ data, stride }) => {
    const runs = { start: 0, count: 1, length: data.length, step: data.length }
    const geometry = { ...runs, dense: true } as Runs
    return { data: await copied(data, geometry, context), stride }
  })
  return { ...picture, planes: await Promise.all(copies), ours: true }
}

/** A small picture, copied at once. */
function copiedNow(picture: Picture): Picture {
  if (picture.kind === 'planes') {
    const planes = picture.planes.map(({ data, stride }) => ({ data: data.slice(), stride }))
    return { ...picture, planes, ours: true }
  }
  const runs = runsOf(picture)
  if (!isWithin(runs, picture.data.length)) return picture
  const { start, count, length, step, packed: geometry } = runs
  const data = newLike(picture.data, count * length)
  for (let run = 0; run < count; run++) {
    const from = start + run * step
    data.set(picture.data.subarray(from, from + length), run * length)
  }
  return { ...picture, ...geometry, data, ours: true }
}

/**
 * What a call codes: pixels or planes, floats as codes of `depth` bits. A large picture is marked
 * before an async call returns, and copied after; one that changes meanwhile is refused. A small one
 * stays as it is, to be read before the call returns; with `again` it is copied, for calls that read it
 * more than once.
 * @throws RangeError for floats that are no codes, TypeError for what changed
 */
export function* taken(
  picture: Picture | FloatPicture,
  depth: number,
  again: boolean,
): Steps<Picture> {
  const isLarge = costOf(picture) > AT_ONCE && addon() !== undefined
  if (!isLarge) {
    if (picture.kind === 'floats') return quantised(picture, depth)
    return again ? copiedNow(picture) : picture
  }
  return yield* perform<Picture>({
    run: async (context) => {
      if (picture.kind === 'floats') return takeFloats(picture, depth, context)
      return picture.kind === 'planes' ? takePlanes(picture, context) : takePixels(picture, context)
    },
    runSync: () => (picture.kind === 'floats' ? quantised(picture, depth) : picture),
  })
}
