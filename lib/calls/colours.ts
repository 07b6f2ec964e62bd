import { recoloured } from '../flow/recolour'
import type { Picture } from '../image'
import { type ColourSpace, colourSpaceOf, sameSpace } from '../metadata/icc/colour_space'
import { profileName } from '../metadata/icc/tags'
import { type CodedColour, rgbProfile } from '../metadata/rgb_profile'
import type { Steps } from '../task'

/** A picture to be compared, and what is known of its colours. */
export interface Coloured {
  picture: Picture
  icc?: Uint8Array | undefined
  /** Of what no profile tells: PQ, HLG. */
  untold?: CodedColour | undefined
  /** It comes from a file, whose missing profile may mean something. */
  file: boolean
}

/** What is known of a picture's colours but for its samples. */
type Told = Omit<Coloured, 'picture'>

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0

function nameOf({ icc, untold }: Told): string {
  if (untold) return `H.273 primaries ${untold.primaries}, transfer ${untold.transfer}`
  const name = icc && profileName(icc)
  return name ? `ICC profile "${name}"` : icc ? 'an ICC profile without a name' : 'no profile'
}

const isTold = ({ icc, untold }: Told): boolean => icc !== undefined || untold !== undefined

const spaceOf = ({ icc }: Told): ColourSpace | undefined => icc && colourSpaceOf(icc)

/** What numbers without a profile are taken for. */
function isSrgb(one: Told): boolean {
  const space = spaceOf(one)
  const srgb = colourSpaceOf(rgbProfile({ primaries: 1, transfer: 13 })!)!
  if (!space) return false
  return sameSpace(space, space.colorants ? srgb : { curves: srgb.curves.slice(0, 1) })
}

/**
 * What the reader of a comparison should know where one of two files has a profile and the other none;
 * undefined where nothing is in doubt.
 */
export function untoldDoubt(a: Told, b: Told): string | undefined {
  if (isTold(a) === isTold(b)) return undefined
  const [told, other] = isTold(a) ? [a, b] : [b, a]
  if (!other.file || isSrgb(told)) return undefined
  return `the first picture has ${nameOf(a)}, the second ${nameOf(b)}: their samples are compared as they are`
}

function apart(a: Told, b: Told): RangeError {
  return new RangeError(
    `metrics: the pictures are in different colours, and there is no conversion between them: ` +
      `${nameOf(a)} and ${nameOf(b)}; convert one, or leave its profile out to compare samples as they are`,
  )
}

const samePoints = (a: CodedColour, b: CodedColour): boolean =>
  a.primaries === b.primaries && a.transfer === b.transfer

/**
 * The second picture in the first one's colours, where their profiles tell different ones: numbers of two
 * colour spaces cannot be compared. Planes, and pictures without a profile, are as they are.
 * @throws RangeError where one of the profiles is not a matrix and curves
 */
export function* inOneColour(
  a: Coloured,
  b: Coloured,
): Steps<{ second: Picture; warnings: string[] }> {
  const asItIs = (doubt?: string) => ({ second: b.picture, warnings: doubt ? [doubt] : [] })
  if (a.picture.kind === 'planes' || b.picture.kind === 'planes') return asItIs()
  if (!isTold(a) || !isTold(b)) return asItIs(untoldDoubt(a, b))
  if (a.icc && b.icc && same(a.icc, b.icc)) return asItIs()
  if (a.untold && b.untold && samePoints(a.untold, b.untold)) return asItIs()
  const [to, from] = [spaceOf(a), spaceOf(b)]
  if (!to || !from) throw apart(a, b)
  if (sameSpace(to, from)) return asItIs()
  const second = yield* recoloured(b.picture, from, to, b.picture.ours ?? false)
  if (!second) throw apart(a, b)
  return {
    second,
    warnings: [
      `the second picture was converted from its ${nameOf(b)} to the first one's ${nameOf(a)}`,
    ],
  }
}
