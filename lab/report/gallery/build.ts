import { availableParallelism } from 'node:os'
import { loadPicture } from '../../work/picture'
import type { ReportData } from '../model'
import { atOnce } from './at_once'
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
  /** So many pictures at most. */
  most: number
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

interface Missing {
  why: string
  where: string
}

/** The original of a picture and every chosen point of it, as files without loss: all processors are busy. */
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
  const item = async (point: number): Promise<GalleryItem | Missing> => {
    signal?.throwIfAborted()
    const measured = data.points[point]!
    const series = data.series[measured.series]!
    const { label } = series
    try {
      const pixels = await measuredPixels(series, measured, original, options)
      return { point, address: await keep(`${name}-${label}-${measured.quality}`, pixels) }
    } catch (error) {
      return {
        why: `${label}: ${(error as Error).message}`,
        where: `${name} at ${measured.quality}`,
      }
    } finally {
      step()
    }
  }
  const address = await keep(name, original)
  const found = await atOnce(points, availableParallelism(), item)
  for (const one of found) {
    if ('point' in one) continue
    building.missing.set(one.why, [...(building.missing.get(one.why) ?? []), one.where])
  }
  return { address, items: found.filter((one) => 'point' in one) }
}

/**
 * The pictures of the page: the pixels that were measured, from the kept streams or encoded once
 * more, each stream checked by the SHA-256 of its row. What cannot be had is noted, not replaced.
 */
export async function buildGallery(data: ReportData, options: GalleryOptions): Promise<Gallery> {
  const { pictures, anchor, rates, most, onProgress } = options
  const { paths, notes } = await findOriginals(pictures, data.pictures, most)
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
