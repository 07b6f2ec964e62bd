import type { CallLimits } from '../files/limits'
import { flattened } from '../flow/flatten'
import { type PixelArray, type PixelPicture, toArray, toPicture } from '../image'
import { driveAsync } from '../task'
import type { Source } from './compare'
import { demoPicture } from './demo/picture'
import { limitsGiven } from './limits'
import { type RawOption, readGiven } from './raw'
import { type ReadingOptions, readingOf } from './reading'
import { STANDARD } from './streams'

/** What of the command line says how its pictures are read. */
export interface PictureOptions extends ReadingOptions, RawOption, CallLimits {
  demo?: boolean
  background?: string
}

/** Flattened here: metrics compare with what the codecs were given. */
async function load(name: string, given: PictureOptions, signal: AbortSignal): Promise<PixelArray> {
  const reading = { ...readingOf(given), ...limitsGiven(given), signal }
  const image = await readGiven(name, given, reading)
  if (given.background === undefined) return image
  const steps = flattened({ ...toPicture(image), ours: true }, given.background)
  const picture = (await driveAsync(steps, { signal })) as PixelPicture
  if (picture.data === image.data) return image
  const { metadata } = image
  return Object.assign(toArray(picture.data, picture), metadata && { metadata }) as PixelArray
}

/** The pictures of a comparison, each by its name, the generated one first. */
export function sourcesOf(
  images: readonly string[],
  given: PictureOptions,
  signal: AbortSignal,
): Source[] {
  const files = [...new Set(images)].map((name) => ({
    name: name === STANDARD ? 'stdin' : name,
    load: () => load(name, given, signal),
  }))
  return given.demo
    ? [{ name: 'demo', load: () => Promise.resolve(demoPicture()) }, ...files]
    : files
}
