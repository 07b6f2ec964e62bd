/** RangeError for an anchor that is none of the curves, with those that there are. */
export function noCurve(anchor: string, curves: readonly { label: string }[]): RangeError {
  const there = curves.map(({ label }) => label).join(', ')
  const known = there === '' ? 'there is no measured point in the results' : `there are ${there}`
  return new RangeError(`anchor: no curve '${anchor}'; ${known}`)
}
