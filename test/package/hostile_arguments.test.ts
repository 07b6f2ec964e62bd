import * as library from '../../lib'
import { makePicture } from '../helpers/pictures'

// Every export, called with what no call takes: a mistake of the caller is told as one, not as what
// the engine says of a property of null.

const RAW = /Cannot (read|destructure|convert)|is not a function|not iterable|Maximum call stack/
/** What their callers are inside of: errors, and the class that the others extend. */
const INNER = ['Codec', 'CodecError', 'TargetError']
const picture = makePicture({ width: 16, height: 16 })
const file = library.createCodec('png').encodeSync(picture)

const values = (): unknown[] => [
  ...[null, 0, NaN, -1, '', 'x', true, 3n, Symbol('s'), () => 1],
  ...[[], {}, new Map(), new Date(NaN), Object.create(null), Promise.resolve(1)],
  ...[new Uint8Array(3), new DataView(new ArrayBuffer(8)), new BigInt64Array(4)],
  new Uint8Array(new SharedArrayBuffer(300)),
  { data: new Uint8Array(new SharedArrayBuffer(768)), width: 16, height: 16, channels: 3 },
]

type Call = (...words: unknown[]) => unknown
const isClass = (f: Call) => f.toString().startsWith('class')
const calls = Object.entries(library as unknown as Record<string, Call>).filter(
  ([name, f]) => typeof f === 'function' && !INNER.includes(name),
)

test.each(calls)('%s', async (_name, call) => {
  const run = async (words: readonly unknown[]) =>
    isClass(call) ? Reflect.construct(call, words) : await call(...words)
  for (const value of values()) {
    for (const words of [[value], [picture, value], [file, value], [picture, picture, value]]) {
      const error: unknown = await run(words).then(
        () => undefined,
        (reason: unknown) => reason,
      )
      if (error === undefined) continue
      expect((error as Error).message).toMatch(/./)
      expect((error as Error).message).not.toMatch(RAW)
    }
  }
})
