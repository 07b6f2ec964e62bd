import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { addon } from '../../lib/backends/native/addon'

/** In order: a processor has all up to its best. Only x86 has more than one. */
const SETS = ['baseline', 'avx2', 'avx512'] as const

interface Answer {
  isa: string
  values: Record<string, string>
}

function valuesOf(isa?: string): Answer {
  const loader = join(__dirname, '../helpers/load_typescript.js')
  const run = spawnSync(process.execPath, ['-r', loader, join(__dirname, 'isa_values.ts')], {
    encoding: 'utf8',
    timeout: 300_000,
    maxBuffer: 2 ** 24,
    env: { ...process.env, NODECODECS_ISA: isa ?? '' },
  })
  if (run.status !== 0) throw new Error(run.stderr)
  return JSON.parse(run.stdout) as Answer
}

const best = addon()?.isa
const title = best ? 'instruction sets' : 'instruction sets (skipped: no native addon)'
;(best ? describe : describe.skip)(title, () => {
  let first: Answer

  beforeAll(() => {
    first = valuesOf('baseline')
  }, 300_000)

  test('NODECODECS_ISA names the one that runs', () => {
    expect(first.isa).toBe('baseline')
    expect(Object.keys(first.values).length).toBeGreaterThan(100)
  })

  for (const isa of SETS.slice(1)) {
    const has = best !== undefined && SETS.indexOf(isa) <= SETS.indexOf(best)
    const name = has ? isa : `${isa} (skipped: this processor has none)`
    ;(has ? test : test.skip)(
      `${name}: every metric and every conversion to the bit what baseline gives`,
      () => {
        const own = valuesOf(isa)
        expect(own.isa).toBe(isa)
        expect(own.values).toEqual(first.values)
      },
      300_000,
    )
  }

  test('without it, or with an unknown name, the best that the processor has runs', () => {
    expect(valuesOf('mmx')).toEqual({ isa: best, values: first.values })
  }, 300_000)
})
