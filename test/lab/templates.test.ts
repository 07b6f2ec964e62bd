import { copyFileSync, chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { programs } from '../../lab/index'
import { Codec, defineCodec, metrics } from '../../lib/index'
import { findProgram } from '../../lib/process/executable'
import { makePicture } from '../helpers/pictures'

// The laboratory's templates, by the real programs where they are, by stand-ins everywhere.

const all = Object.entries(programs)
const picture = makePicture({ width: 96, height: 80 })
const commands = ({ encode, decode }: (typeof programs)[string]) => [encode[0]!, decode[0]!]
const ends = ({ qualitySteps }: Codec) => [qualitySteps[0]!, qualitySteps.at(-1)!]

describe.each(all)('%s', (name, description) => {
  const missing = commands(description).filter((program) => !findProgram(program))
  const real = missing.length === 0 ? test : test.skip
  const needs = missing.length === 0 ? '' : `: needs ${missing.join(', ')}`

  real(
    `the real program${needs}`,
    async () => {
      const codec = defineCodec(description)
      expect(codec.available()).toBe(true)
      const [worst, best] = [codec.qualityPoints(4)[0]!, codec.qualityPoints(4).at(-1)!]
      const psnr: number[] = []
      const bytes: number[] = []
      for (const quality of [worst, best]) {
        const { nBytes, restored } = await codec.apply(picture, { quality })
        bytes.push(nBytes)
        psnr.push((await metrics(picture, restored, ['psnr'])).psnr)
      }
      expect(psnr[0]).toBeGreaterThan(15)
      expect(psnr[1]).toBeGreaterThan(psnr[0]! + 3)
      expect(bytes[1]).toBeGreaterThan(bytes[0]!)
      expect(psnr[1]).toBeGreaterThan(35)
      const odd = makePicture({ width: 95, height: 79 })
      const quality = codec.qualityPoints(4).at(-1)!
      const { restored } = await codec.apply(odd, { quality })
      expect((await metrics(odd, restored, ['psnr'])).psnr).toBeGreaterThan(35)
    },
    120_000,
  )

  describe('a stand-in', () => {
    let folder: string
    const path = process.env.PATH
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'nodecodecs-stand-in-'))
      for (const program of commands(description)) {
        copyFileSync(join(__dirname, '../programs/stand_in.js'), join(folder, program))
        chmodSync(join(folder, program), 0o755)
      }
      process.env.PATH = `${folder}:${path}`
    })
    afterAll(() => {
      process.env.PATH = path
      rmSync(folder, { recursive: true })
    })

    test('gets its files and every value, and gives the picture back', async () => {
      const codec = defineCodec({
        ...description,
        name: `${name}-stand-in`,
        versionArgs: undefined,
      })
      for (const quality of ends(codec)) {
        const { restored } = await codec.apply(picture, { quality })
        expect((await metrics(picture, restored, ['psnr'])).psnr).toBeGreaterThan(30)
        const [encode, decode] = codec.calls.slice(-2)
        const line = encode!.args.join(' ')
        expect(line).toContain(String(quality))
        expect(`${line} ${decode!.args.join(' ')}`).not.toMatch(/[{}]|undefined/)
        if (/\{input\.yuv\}/.test(description.encode.join())) expect(line).toMatch(/96.*80/)
      }
    })
  })
})
