import { statSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { makeFolder } from '../files/folder'
import type { Row } from '../results/row'
import { reportData } from './data'
import { type FigureFormat, type WrittenFigures, writeFigures } from './figures/write'
import type { SweepOptions } from '../sweep/options'
import { buildGallery } from './gallery/build'
import { beside, embedded } from './gallery/store'
import type { ReportData } from './model'
import { pageCode } from './page/code'
import { pageMarkup } from './page/html'
import { readAll } from './read'

/** What report takes. */
export interface ReportOptions {
  /** The page, an .html file; its folder is made where it is not there. */
  out: string
  /** The page's heading. */
  title?: string
  /** Label of the curve that the others are compared with; default: the first of the rows. */
  anchor?: string
  /** Files, folders and globs of the originals; without them the page shows no pictures. */
  pictures?: readonly string[]
  /** Programs of the sweep's own, as its file has them: to decode their pictures. */
  programs?: SweepOptions['programs']
  /**
   * Where the pixels go: `folder` beside the page (default), or `page`: one file, a third larger
   * than its pictures.
   */
  picturesIn?: 'folder' | 'page'
  /**
   * So many of them at most, evenly of all: each takes up to 6 decoded pictures a codec at three
   * rates; default 24.
   */
  mostPictures?: number
  /** Rates at which pictures are compared, in bits per pixel; default 0.25, 0.5, 1. */
  rates?: readonly number[]
  /** A folder for the plots as SVG, PDF and PNG and the tables as Markdown and LaTeX. */
  figures?: string
  /** Default: SVG, and PDF and PNG where `rsvg-convert` is installed. */
  figureFormats?: readonly FigureFormat[]
  /** Inches; default 3.5, a column of a paper in two columns. */
  figureWidth?: number
  /** CSS font families; default Times. */
  figureFont?: string
  /** Ends the work. */
  signal?: AbortSignal
  /** Pictures that are done, and how many there will be. */
  onProgress?: (done: number, total: number) => void
}

/** What report gives: what it wrote. */
export interface Reported {
  /** The page's path and its bytes. */
  page: string
  /** Length of the page. */
  pageBytes: number
  /** Rows that succeeded. */
  points: number
  /** Rows that failed. */
  failures: number
  /** Decoded pictures that can be looked at, and the bytes of their files. */
  pictures: { count: number; bytes: number; notes: string[] }
  /** The files of `figures`. */
  figures?: WrittenFigures
}

const defaultRates = [0.25, 0.5, 1] as const
const DEFAULT_MOST_PICTURES = 24
const DEFAULT_FIGURE_WIDTH = 3.5

function checkRates(rates: readonly number[]): readonly number[] {
  const wrong = rates.find((rate) => !(rate > 0 && rate < Infinity))
  if (rates.length > 0 && wrong === undefined) return rates
  throw new RangeError(
    `rates: expected positive numbers of bits per pixel, got ${String(wrong ?? 'none')}`,
  )
}

async function galleryOf(
  data: ReportData,
  anchor: number,
  folders: string[],
  options: ReportOptions,
) {
  const { pictures, picturesIn = 'folder', rates = defaultRates, out } = options
  const { mostPictures: most = DEFAULT_MOST_PICTURES } = options
  if (!['folder', 'page'].includes(picturesIn)) {
    throw new RangeError(`picturesIn: expected 'folder' or 'page', got ${String(picturesIn)}`)
  }
  if (!(Number.isInteger(most) && most >= 1)) {
    throw new RangeError(`mostPictures: expected a whole number from 1, got ${most}`)
  }
  checkRates(rates)
  if (!pictures) return null
  const store = picturesIn === 'page' ? embedded() : beside(out)
  return buildGallery(data, { ...options, pictures, folders, anchor, rates, most, store })
}

function figuresOf(data: ReportData, anchor: number, options: ReportOptions) {
  const { figures: folder, figureFormats: formats, figureFont: font, signal } = options
  const { figureWidth: width = DEFAULT_FIGURE_WIDTH } = options
  if (!(width >= 2 && width <= 20)) {
    throw new RangeError(`figureWidth: expected 2 to 20 inches, got ${width}`)
  }
  return folder === undefined
    ? undefined
    : writeFigures(data, { folder: resolve(folder), formats, width, font, anchor, signal })
}

/** Before minutes of work: a file can be written there. */
function checkPage(page: string): void {
  makeFolder(dirname(page), 'out')
  if (statSync(page, { throwIfNoEntry: false })?.isDirectory()) {
    throw new TypeError(`out: expected the path of an HTML file, but ${page} is a folder`)
  }
}

/**
 * Writes the page of a comparison: curves, BD-rates, speed, bytes, ranks and the pictures
 * themselves, in one HTML file that fetches nothing. `results` are JSONL files or folders of sweeps,
 * or rows. RangeError for files that are no results, or have no measured point.
 */
export async function report(
  results: string | readonly string[] | readonly Row[],
  options: ReportOptions,
): Promise<Reported> {
  if (typeof options?.out !== 'string' || options.out === '') {
    throw new TypeError(`out: expected the path of an HTML file, got ${String(options?.out)}`)
  }
  const { rows, published, folders } = readAll(results)
  const data = reportData(rows, { ...options, published })
  const labels = data.series.map(({ label }) => label)
  const anchor = Math.max(0, labels.indexOf(options.anchor ?? ''))
  const page = resolve(options.out)
  checkPage(page)
  const figures = await figuresOf(data, anchor, options)
  data.gallery = await galleryOf(data, anchor, folders, { ...options, out: page })
  writeFileSync(page, pageMarkup(data, anchor, pageCode()))
  const { items = [], bytes = 0, notes = [] } = data.gallery ?? {}
  return {
    page,
    pageBytes: statSync(page).size,
    points: data.points.length,
    failures: data.failures.length,
    pictures: { count: items.length, bytes, notes },
    ...(figures && { figures }),
  }
}
