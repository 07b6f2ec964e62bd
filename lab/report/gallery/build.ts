import { loadPicture } from '../../work/picture'
import type { ReportData } from '../model'
import { chosenPoints } from './choice'
import type { Gallery, GalleryItem } from './model'
import { findOriginals } from './originals'
import { losslessFile, measuredPixels, type Sources } from './pixels'
import type { PictureStore } from './store'

export interface GalleryOptions extends Sources {
  /** Files, folders and globs of the originals. */
  pictures: readonly string[]
  anchor: number
  /** In bits per pixel. */
  rates: readonly number[]
  store: PictureStore
  signal?: AbortSignal
  onProgress?: (done: number, total: number) => void
}

interface Building {
  data: ReportData
  options: GalleryOptions
  bytes: number
  notes: string[]
  /** Reason -> the points that it keeps out. */
  missing: Map<string, string[]>
}

/** The original of a picture and every chosen point of it, as files without loss. */
async function ofPicture(
  building: Building,
  path: string,
  points: readonly number[],
  step: () => void,
) {
  const { data, options } = building
  const { store, signal } = options
  const name = data.pictures[data.points[points[0]!]!.picture]!.name
  const original = await loadPicture(path)
  const keep = async (as: string, pixels: typeof original): Promise<string> => {
    const { bytes, extension } = await losslessFile(pixels)
    building.bytes += bytes.length
    return store.keep(as, bytes, extension)
  }
  const items: GalleryItem[] = []
  const address = await keep(name, original)
  for (const point of points) {
    signal?.throwIfAborted()
    const measured = data.points[point]!
    const series = data.series[measured.series]!
    const { label } = series
    try {
      const pixels = await measuredPixels(series, measured, original, options)
      const as = `${name}-${label}-${measured.quality}`
      items.push({ point, address: await keep(as, pixels) })
    } catch (error) {
      const why = `${label}: ${(error as Error).message}`
      const where = `${name} at ${measured.quality}`
      building.missing.set(why, [...(building.missing.get(why) ?? []), where])
    }
    step()
  }
  return { address, items }
}

/**
 * The pictures of the page: the pixels that were measured, from the kept streams or encoded once
 * more, each stream checked by the SHA-256 of its row. What cannot be had is noted, not replaced.
 */
export async function buildGallery(data: ReportData, options: GalleryOptions): Promise<Gallery> {
  const { pictures, anchor, rates, onProgress } = options
  const { paths, notes } = await findOriginals(pictures, data.pictures)
  const building: Building = { data, options, bytes: 0, notes: [...notes], missing: new Map() }
  const chosen = chosenPoints(data, anchor, rates).filter((i) => paths[data.points[i]!.picture])
  const originals: Gallery['originals'] = []
  const items: GalleryItem[] = []
  let done = 0
  const step = (): void => onProgress?.(++done, chosen.length)
  for (const [i, path] of paths.entries()) {
    const own = chosen.filter((point) => data.points[point]!.picture === i)
    const found = path && own.length ? await ofPicture(building, path, own, step) : null
    originals.push(found?.address ?? null)
    items.push(...(found?.items ?? []))
  }
  for (const [why, where] of building.missing) {
    const shown = where.length > 3 ? `${where.length} points` : where.join(', ')
    building.notes.push(`${why} (${shown}).`)
  }
  return { originals, items, bytes: building.bytes, notes: building.notes, rates: [...rates] }
}
