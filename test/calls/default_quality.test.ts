import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { addon } from '../../lib/backends/native/addon'
import { Codec } from '../../lib/codec'
import { usesStillTune } from '../../lib/codecs/av1_tune'
import { createCodec, JPEG2000, metrics, readImage } from '../../lib/index'
import { allDescriptors } from '../../lib/registry'
import { makePicture, realPicture } from '../helpers/pictures'
import { itWhere } from '../helpers/where'

// What a user gets who chose no quality: one visual level with every lossy codec.

const path = realPicture('kodim23.png')
const missing = addon() ? (path ? '' : 'no kodim23.png') : 'no native addon'
const level = missing ? describe.skip : describe

level(`default quality${missing && ` (skipped: ${missing})`}`, () => {
  const codecs = allDescriptors()
    .filter(({ backends, encoders }) => backends.includes('native') && encoders.length > 0)
    .map((descriptor) => new Codec(descriptor, { backend: 'native' }))
    .filter((codec) => codec.available() && codec.qualitySteps.length > 1)

  it.each(codecs.map((codec) => [codec.name, codec] as const))(
    '%s: SSIMULACRA2 of about 75',
    async (_name, codec) => {
      const image = await readImage(path!)
      const { restored } = await codec.apply(image)
      const { ssimulacra2 } = await metrics(image, restored, ['ssimulacra2'])
      // 75 is the mean of five pictures; JPEG 2000 spends by size and not by what it costs to see
      expect(ssimulacra2).toBeGreaterThan(68)
      expect(ssimulacra2).toBeLessThan(codec.name === 'jpeg2000' ? 92 : 82)
    },
    60_000,
  )
})

describe('docs/quality.md', () => {
  const page = readFileSync(join(__dirname, '../../docs/quality.md'), 'utf8')
  const row = /^\| `(\w+)`[^|]*\|[^|]*\| (?:`(\w+)`)? *\| (?:[A-Za-z]+ )?([\d.]+) *\|/gm
  const rows = [...page.matchAll(row)].map(([, name, tune, quality]) => ({ name, tune, quality }))

  // Of a newer libaom's tune for stills the row below AVIF's tells.
  const still = usesStillTune({ tune: 'visual' }, 'libaom-av1', addon()?.versions())
  const ofStills = Number(/\| libaom 3\.14 +\| `visual` \| CRF (\d+)/.exec(page)?.[1])

  it('has the lossy codecs', () => expect(rows.length).toBeGreaterThan(10))

  it.each(rows)('$name $tune: the default is $quality', ({ name, tune, quality }) => {
    const codec = createCodec(name!, { ...(tune && { tune }) })
    expect(codec.defaultQuality).toBe(name === 'avif' && still ? ofStills : Number(quality))
  })
})

describe('JPEG 2000 takes every whole ratio', () => {
  const image = makePicture({ width: 256, height: 192, texture: 0.3 })
  const codec = new JPEG2000()
  const there = codec.available() && codec.options.encoder === 'libopenjpeg'
  const run = itWhere(there, 'no libopenjpeg')

  run.each([3, 25, 399])('%d: a stream within it', (quality) => {
    const bytes = codec.encodeSync(image, { quality })
    expect(bytes.length).toBeLessThanOrEqual((256 * 192 * 3) / quality)
    expect(bytes).toEqual(codec.encodeSync(image, { quality: quality + 1 }))
  })

  run('but no fraction of one', () => {
    expect(() => codec.encodeSync(image, { quality: 25.5 })).toThrow(RangeError)
    expect(codec.qualitySteps).not.toContain(25)
  })
})
