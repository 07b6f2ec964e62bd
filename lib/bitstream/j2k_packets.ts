import { be, damaged } from './bytes'
import type { Codestream, J2kSegment } from './j2k_parts'
import { checkCount } from './parts'

// Which packets the progression order changes (POC, T.800 A.6.6) of a codestream tell.

const [COD, COC, POC] = [0xff52, 0xff53, 0xff5f]

/** Pictures have no more; what has is refused elsewhere. */
const MOST_COMPONENTS = 4
/** Changes in all of a file: decoders take 32 of a tile. */
const MOST_CHANGES = 4096

/** A packet for each of these, of each precinct. */
interface Coding {
  layers: number
  /** Of each component. */
  resolutions: number[]
}

/** How many layers the changes tell, of each component and resolution. */
type Told = number[][]

const at = (segments: readonly J2kSegment[], code: number): J2kSegment[] =>
  segments.filter((segment) => segment.code === code)

/** What COD says of all components, and COC of one; of a tile what the main header said before. */
function codingOf(
  bytes: Uint8Array,
  segments: readonly J2kSegment[],
  components: number,
  main?: Coding,
): Coding | undefined {
  const [cod] = at(segments, COD)
  const layers = cod ? be(bytes, cod.start + 6, 2) : main?.layers
  if (layers === undefined) return undefined
  const all = cod && be(bytes, cod.start + 9, 1) + 1
  const resolutions = Array.from({ length: components }, (_, i) => all ?? main!.resolutions[i]!)
  for (const { start } of at(segments, COC)) {
    const component = bytes[start + 4]!
    if (component < components) resolutions[component] = be(bytes, start + 6, 1) + 1
  }
  return { layers, resolutions }
}

/** One change: from resolution and component to layer, resolution and component. */
function tell(bytes: Uint8Array, entry: number, told: Told): void {
  const [first, from] = [bytes[entry]!, bytes[entry + 1]!]
  const [layers, end, to] = [be(bytes, entry + 2, 2), bytes[entry + 4]!, bytes[entry + 5]!]
  for (const ofComponent of told.slice(from, to || undefined)) {
    for (let r = first; r < Math.min(end, ofComponent.length); r++) {
      ofComponent[r] = Math.max(ofComponent[r]!, layers)
    }
  }
}

const CHANGE_BYTES = 7

function toldBy(bytes: Uint8Array, changes: readonly J2kSegment[], components: number): Told {
  const told = Array.from({ length: components }, () => Array<number>(33).fill(0))
  for (const { start, end } of changes) {
    for (let entry = start + 4; entry + CHANGE_BYTES <= end; entry += CHANGE_BYTES) {
      tell(bytes, entry, told)
    }
  }
  return told
}

const isComplete = ({ layers, resolutions }: Coding, told: Told): boolean =>
  resolutions.every((count, i) => told[i]!.slice(0, count).every((most) => most >= layers))

/** The segments of each tile, whose parts add to each other's. */
function headersOf(tileParts: Codestream['tileParts']): Iterable<J2kSegment[]> {
  const headers = new Map<number, J2kSegment[]>()
  for (const { tile, segments } of tileParts) {
    const known = headers.get(tile)
    if (known) known.push(...segments)
    else headers.set(tile, [...segments])
  }
  return headers.values()
}

/**
 * ERR_DECODE for a codestream whose progression order changes do not tell all of its packets: those
 * are missing, of which no decoder here says anything that can be relied on.
 */
export function checkPackets(
  bytes: Uint8Array,
  { segments, tileParts }: Codestream,
  components: number,
): void {
  const inMain = at(segments, POC)
  const inTiles = tileParts.flatMap((part) => at(part.segments, POC))
  const all = [...inMain, ...inTiles]
  if (all.length === 0 || components > MOST_COMPONENTS) return
  const count = all.reduce((sum, { start, end }) => sum + (end - start - 4) / CHANGE_BYTES, 0)
  checkCount(count, 'JPEG 2000', MOST_CHANGES, 'progression order changes')
  const main = codingOf(bytes, segments, components)
  const mainTold = toldBy(bytes, inMain, components)
  for (const own of headersOf(tileParts)) {
    const coding = codingOf(bytes, own, components, main)
    const changes = at(own, POC)
    if (!coding || changes.length + inMain.length === 0) continue
    const told = changes.length > 0 ? toldBy(bytes, changes, components) : mainTold
    if (isComplete(coding, told)) continue
    throw damaged('JPEG 2000', 'its progression order changes (POC) leave packets out')
  }
}
