/** `describe`, as `itWhere` is `it`. */
export const describeWhere =
  (there: boolean, missing: string) => (name: string, run: () => void) =>
    there ? describe(name, run) : describe.skip(`${name} (skipped: ${missing})`, run)

/** `it`; where something is not there, a skip that says in the test's name what it is. */
export function itWhere(there: boolean, missing: string): jest.It {
  if (there) return it
  const why = (name: unknown) => `${String(name)} (skipped: ${missing})`
  const skip = ((name, run, timeout) => it.skip(why(name), run, timeout)) as jest.It
  skip.each = ((cases: readonly unknown[]) => (name: string, run: () => void, timeout?: number) =>
    it.skip.each(cases)(why(name), run, timeout)) as jest.Each
  return skip
}
