import { Codec } from '../../lib/codec'
import { commonRows } from '../../lib/codecs/rows'
import type { OptionRow, OptionRows } from '../../lib/options'
import { checkOption, resolveOptions } from '../../lib/options'
import { allDescriptors, createCodec } from '../../lib/registry'
import { makePicture } from '../helpers/pictures'
import { allEntries, describeEntries } from '../helpers/table'

// Every row of every codec's options: what it takes, what it refuses, and with which words.

const picture = makePicture({ width: 16, height: 16 })

/** A value that is no value of any other type than its own. */
const samples = {
  string: 'three',
  number: 2.5,
  boolean: true,
  object: { a: 1 },
  array: [1],
  function: () => 1,
  bigint: 1n,
  null: null,
} as const

const rightType: Record<OptionRow['type'], keyof typeof samples> = {
  int: 'number',
  number: 'number',
  boolean: 'boolean',
  string: 'string',
  enum: 'string',
  dictionary: 'object',
}

const wrongTypes = (row: OptionRow): unknown[] =>
  Object.entries(samples)
    .filter(([type]) => {
      const numbers = row.type === 'enum' && typeof row.values[0] === 'number'
      return type !== (numbers ? 'number' : rightType[row.type]) && type !== 'null'
    })
    .map(([, value]) => value)

/** Values just outside, with the words that must say so. */
function outside(row: OptionRow): unknown[] {
  switch (row.type) {
    case 'int':
      return [row.min - 1, row.max + 1, Infinity, -Infinity, row.min + 0.5].filter(
        (value) => value < row.min || value > row.max || !Number.isInteger(value),
      )
    case 'number':
      return [row.min - 1, row.max + 1, row.max * 2].filter((v) => v < row.min || v > row.max)
    case 'enum':
      return typeof row.values[0] === 'number' ? [-1, 0.5] : ['', 'none of them', '__proto__']
    default:
      return []
  }
}

function inside(row: OptionRow): unknown[] {
  switch (row.type) {
    case 'int':
    case 'number':
      return [row.min, row.max, ...(row.default === undefined ? [] : [row.default])]
    case 'enum':
      return [...row.values]
    case 'boolean':
      return [true, false]
    case 'string':
      return ['text']
    case 'dictionary':
      return [{}, { key: 'text', other: 1, third: true }]
  }
}

const tables: [string, OptionRows][] = [
  ['common', commonRows],
  ...allDescriptors().map(({ name, options }): [string, OptionRows] => [name, options]),
]

describe.each(tables)('%s options', (owner, rows) => {
  const all = Object.entries(rows)
  if (all.length === 0) {
    it('has none of its own', () => expect(() => resolveOptions(rows, {}, owner)).not.toThrow())
    return
  }

  describe.each(all)('%s', (name, row) => {
    const label = `${owner}: ${name}`
    const check = (value: unknown) => () => checkOption(row, value, label)

    it('has a help text and a default that it takes', () => {
      expect(row.help.length).toBeGreaterThan(3)
      if (row.default !== undefined) expect(check(row.default)).not.toThrow()
    })

    it('takes what is inside', () => {
      for (const value of inside(row)) expect(check(value)).not.toThrow()
    })

    it('refuses what is outside, naming the option, the value and what was expected', () => {
      for (const value of outside(row)) {
        expect(check(value)).toThrow(RangeError)
        expect(check(value)).toThrow(`${label}: expected `)
        expect(check(value)).toThrow(String(value))
      }
    })

    it('refuses NaN and other types as TypeError', () => {
      for (const value of [...wrongTypes(row), ...(row.type === 'int' ? [NaN] : [])]) {
        expect(check(value)).toThrow(TypeError)
        expect(check(value)).toThrow(`${label}: expected `)
      }
    })
  })
})

describe.each(allDescriptors().map((d) => [d.name, d] as const))(
  '%s constructor',
  (name, descriptor) => {
    const rows: OptionRows = { ...commonRows, ...descriptor.options }
    const make = (options: Record<string, unknown>) => () => new Codec(descriptor, options)

    it('refuses every bad value of every row', () => {
      for (const [key, row] of Object.entries(rows)) {
        for (const value of outside(row)) expect(make({ [key]: value })).toThrow(RangeError)
        for (const value of wrongTypes(row)) {
          expect(make({ [key]: value })).toThrow(TypeError)
          expect(make({ [key]: value })).toThrow(`${name}: ${key}: expected `)
        }
      }
    })

    it('fills the defaults in and takes undefined as not given', () => {
      const given = Object.fromEntries(Object.keys(rows).map((key) => [key, undefined]))
      const { options } = make(given)()
      expect(options).toEqual(make({})().options)
      const resolved = resolveOptions(rows, {}, name)
      for (const [key, row] of Object.entries(rows)) expect(resolved[key]).toBe(row.default)
      expect(Object.isFrozen(options)).toBe(true)
    })

    it('names the nearest option for a misspelt one', () => {
      for (const key of Object.keys(rows)) {
        const misspelt = key.length > 4 ? key.slice(0, -2) + key.at(-1) : `${key}x`
        if (misspelt in rows) continue
        expect(make({ [misspelt]: 1 })).toThrow(TypeError)
        expect(make({ [misspelt]: 1 })).toThrow(`option '${misspelt}' is not known; did you mean '`)
      }
      expect(make({ qualty: 1 })).toThrow("did you mean 'quality'?")
      expect(make({ xyzzyxyzzyxyzzy: 1 })).toThrow(/is not known; known: quality, /)
    })

    it('does not take a name from the prototype of objects', () => {
      for (const key of ['constructor', 'toString', 'hasOwnProperty']) {
        expect(make({ [key]: 1 })).toThrow(TypeError)
      }
    })
  },
)

it('names the nearest codec', () => {
  expect(() => createCodec('x256' as string)).toThrow(
    "codec 'x256' is not known; did you mean 'x265'?",
  )
  expect(() => createCodec('X265' as string)).toThrow(TypeError)
})

describe('a scale of speed that the chosen encoder does not have', () => {
  describeEntries(
    allEntries.filter(({ descriptor }) => descriptor.options.speed),
    ({ make, descriptor, options }) => {
      const row = descriptor.options.speed as { min: number; max: number }

      it('is coded, or is a RangeError that names the option and the encoder', async () => {
        for (let speed = row.min; speed <= row.max; speed++) {
          const error: unknown = await (async () => make({ speed }).encode(picture))().then(
            () => undefined,
            (e: unknown) => e,
          )
          if (error === undefined) continue
          expect((error as Error).name).toBe('RangeError')
          expect((error as Error).message).toMatch(
            /: speed: expected an integer from 0 to \d+ with /,
          )
          expect((error as Error).message).toContain(`${String(options.encoder)}, got ${speed}`)
        }
      })
    },
  )
})

/** An option of the encoder that does not exist; on programs with fixed arguments there are none. */
const libav = allEntries.filter(
  ({ descriptor, backend }) => descriptor.engine !== 'jpeg' && backend !== 'cli',
)

describe('options of the encoder itself', () => {
  describeEntries(libav, ({ make, descriptor }) => {
    it('an unknown one is an error that names it', async () => {
      const codec = make({ options: { 'no-such-option': 1 } })
      await expect(codec.encode(picture)).rejects.toThrow(/no-such-option/)
      const error: unknown = await codec.encode(picture).catch((e: unknown) => e)
      expect((error as Error).name).toBe('TypeError')
    })

    it('refuses a value that the encoder refuses', async () => {
      const codec = make({ options: { threads: 'many' } })
      await expect(codec.encode(picture)).rejects.toMatchObject({ code: 'ERR_ENCODE' })
    })

    it('refuses values that are no text, number or boolean', () => {
      expect(() => make({ options: { a: {} } })).toThrow(
        `${descriptor.name}: options.a: expected a string, number or boolean, got {}`,
      )
      expect(() => make({ options: [] })).toThrow(TypeError)
    })
  })
})

describe.each(
  allEntries
    .filter(({ missing, backend }) => !missing && backend !== 'cli')
    .flatMap((entry) => {
      const keys = { libx265: 'x265-params', libx264: 'x264-params', libsvtav1: 'svtav1-params' }
      const encoder = String(entry.options.encoder ?? entry.descriptor.encoders[0])
      const key = keys[encoder as keyof typeof keys] ?? (encoder === 'libaom-av1' && 'aom-params')
      return key ? [[`${entry.label} ${key}`, entry, key] as const] : []
    }),
)('%s', (_, entry, key) => {
  it('an unknown key inside is an error that names it', async () => {
    const codec = entry.make({ options: { [key]: 'no-such-key=1' } })
    await expect(codec.encode(picture)).rejects.toThrow(/no-such-key/)
  })
})
