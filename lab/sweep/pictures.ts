import { findPictures, namesOf, type PictureSource } from '../pictures/sources'
import type { FailedRow, PictureOf } from '../results/index'
import type { RunTask } from '../work/lanes'
import type { Failure } from '../work/task'
import { withManifests } from './document'
import type { SweepOptions } from './options'
import { taskError } from './failure'

/** A picture that has been read. */
export interface KnownPicture {
  path: string
  about: PictureOf
}

/** One that could not be: its points fail, and the sweep goes on. */
export interface UnreadPicture {
  path: string
  about: FailedRow['picture']
  error: Failure
}

/** The pictures of a sweep. */
export interface Pictures {
  read: KnownPicture[]
  unread: UnreadPicture[]
}

type Options = Pick<SweepOptions, 'pictures' | 'strict' | 'onWarning'>

/** What was said of a file, without its path: a row holds none of this machine. */
const saidOf = (path: string, said: string): string =>
  said.startsWith(`${path}: `) ? said.slice(path.length + 2) : said

const refused = (path: string, { message, code }: Failure): RangeError =>
  Object.assign(new RangeError(`${path}: ${message}`), code && { code })

async function readPicture(
  { path, licence, source: origin }: PictureSource,
  name: string,
  { strict, onWarning }: Options,
  run: RunTask,
): Promise<KnownPicture | UnreadPicture> {
  const about = { name, ...(origin && { source: origin }), ...(licence && { licence }) }
  try {
    const { picture, warnings } = await run({ kind: 'describe', path })
    for (const warning of warnings) {
      const message = `${path}: ${saidOf(path, warning)}`
      if (strict) throw new RangeError(message)
      onWarning?.(message)
    }
    return { path, about: { ...about, ...picture } }
  } catch (thrown) {
    const { code, message } = taskError(thrown)
    const error = { ...(code && { code }), message: saidOf(path, message) }
    if (strict) throw refused(path, error)
    onWarning?.(`${path}: ${error.message}; its points fail, the others go on`)
    return { path, about, error }
  }
}

type Either = KnownPicture | UnreadPicture

const isUnread = (one: Either): one is UnreadPicture => 'error' in one
const isKnown = (one: Either): one is KnownPicture => !isUnread(one)

/**
 * Reads the pictures, several at a time. RangeError where none can be read, and with `strict` for
 * the first that cannot, or whose reader warns.
 */
export async function readPictures(
  options: Options,
  each: <O>(
    items: readonly PictureSource[],
    work: (item: PictureSource, run: RunTask) => Promise<O>,
  ) => AsyncIterable<O>,
): Promise<Pictures> {
  const sources = findPictures(withManifests(options.pictures))
  if (sources.length === 0) throw new TypeError('pictures: expected at least one')
  const names = namesOf(sources.map(({ path }) => path))
  const work = (source: PictureSource, run: RunTask) =>
    readPicture(source, names[sources.indexOf(source)]!, options, run)
  const found = new Map<string, Either>()
  for await (const picture of each(sources, work)) found.set(picture.path, picture)
  const all = sources.map(({ path }) => found.get(path)!)
  const [unread, read] = [all.filter(isUnread), all.filter(isKnown)]
  const [first] = unread
  if (first && read.length === 0) {
    throw refused(first.path, first.error)
  }
  return { read: withoutTwins(read, options), unread }
}

function withoutTwins(pictures: readonly KnownPicture[], { onWarning }: Options): KnownPicture[] {
  const first = new Map<string, KnownPicture>()
  for (const picture of pictures) {
    const { sha256, width, height } = picture.about
    const id = `${sha256} ${width} ${height}`
    const twin = first.get(id)
    if (twin) onWarning?.(`${picture.path} has the samples of ${twin.path}: counted once`)
    else first.set(id, picture)
  }
  return [...first.values()]
}
