import { damaged, nonEmpty, type Size } from '../bytes'
import { Cover } from '../cover'
import { checkCount } from '../parts'
import type { Section, SectionKind } from '../section'
import { tiffDirectory } from './directory'
import { TIFF_TAG } from './tags'

/** The first page's size. ERR_DECODE where it has none. */
export function tiffSize(bytes: Uint8Array): Size {
  const { number } = tiffDirectory(bytes)
  return nonEmpty('TIFF', {
    width: number(TIFF_TAG.width, 0),
    height: number(TIFF_TAG.height, 0),
  })
}

interface Part {
  kind: SectionKind
  name: string
  start: number
  end: number
}

/** A strip for each row of the highest picture. */
const MAX_STRIPS = 2 ** 16

const metadataTags: readonly number[] = [TIFF_TAG.xmp, TIFF_TAG.icc]

function parts(bytes: Uint8Array): Part[] {
  const directory = tiffDirectory(bytes)
  const list: Part[] = [
    { kind: 'container', name: 'header', start: 0, end: directory.big ? 16 : 8 },
    { kind: 'header', name: 'directory', start: directory.offset, end: directory.end },
  ]
  for (const [tag, { offset, length }] of directory.fields) {
    if (offset >= directory.offset && offset < directory.end) continue // inside of the directory
    const kind = metadataTags.includes(tag) ? 'metadata' : 'header'
    list.push({ kind, name: `tag ${tag}`, start: offset, end: offset + length })
  }
  const tiled = directory.fields.has(TIFF_TAG.tileOffsets)
  const name = tiled ? 'tile' : 'strip'
  const offsets = tiled ? TIFF_TAG.tileOffsets : TIFF_TAG.stripOffsets
  checkCount(directory.fields.get(offsets)?.count ?? 0, 'TIFF', MAX_STRIPS, `${name}s`)
  const starts = directory.numbers(offsets, Infinity)
  const counts = directory.numbers(
    tiled ? TIFF_TAG.tileByteCounts : TIFF_TAG.stripByteCounts,
    starts.length,
  )
  starts.forEach((start, i) =>
    list.push({ kind: 'picture', name, start, end: start + (counts[i] ?? 0) }),
  )
  return list.sort((a, b) => a.start - b.start || a.end - b.end)
}

/** The first page's parts; what is between them is other pages, or nobody's. */
export function inspectTiff(bytes: Uint8Array): Section[] {
  const cover = new Cover('TIFF', bytes.length)
  let at = 0
  for (const { kind, name, start, end } of parts(bytes)) {
    if (end <= at) continue // tags may share their values
    if (start > at) cover.to('container', 'other pages or gaps', start)
    cover.to(kind, name, end)
    at = end
  }
  cover.to('container', 'other pages or gaps', bytes.length)
  return cover.done()
}

/** A picture of one plain strip is as long as its rows, whatever number of bytes writers gave it. */
function isAsLongAsRows(bytes: Uint8Array): boolean {
  const { fields, number } = tiffDirectory(bytes)
  return number(TIFF_TAG.compression, 1) === 1 && fields.get(TIFF_TAG.stripOffsets)?.count === 1
}

/** ERR_DECODE where a strip or tile of the first page is outside of the file. */
export function verifyTiff(bytes: Uint8Array): void {
  tiffSize(bytes)
  const asRows = isAsLongAsRows(bytes)
  for (const { kind, name, start, end: said } of parts(bytes)) {
    const end = asRows ? start + 1 : said
    if (kind === 'picture' && end > bytes.length) {
      throw damaged('TIFF', `a ${name} ends at ${end}, the file at ${bytes.length}`)
    }
  }
}
