import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'

const all = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('nodecodecs-'))

/** Whatever a test of the suite does: no private folder is left. Gives those that were added by now. */
export function expectNoneLeft(): () => string[] {
  let before: string[] = []
  const added = () => all().filter((name) => !before.includes(name))
  beforeEach(() => (before = all()))
  afterEach(() => expect(added()).toEqual([]))
  return added
}
