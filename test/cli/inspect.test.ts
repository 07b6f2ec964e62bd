import { statSync } from 'node:fs'
import { cliJson, runCli } from '../helpers/run_cli'
import { pictureFolder } from '../helpers/cli_pictures'

const at = pictureFolder({ 'in.png': [40, 24, 3] })

describe('inspect', () => {
  test.each(['.hevc', '.h264', '.obu', '.webp', '.jpg', '.jp2', '.png', '.qoi', '.bpg', '.avif'])(
    'the sections of %s are all bytes of the file, once',
    async (extension) => {
      const file = at(`inspected${extension}`)
      await cliJson(['encode', at('in.png'), file])
      const { sections, totals, bytes, width, height } = await cliJson<{
        sections: { offset: number; length: number }[]
        totals: Record<string, number>
        bytes: number
        width: number
        height: number
      }>(['inspect', file])
      const { size } = statSync(file)
      let end = 0
      for (const { offset, length } of sections) {
        expect(offset).toBe(end)
        end += length
      }
      expect(end).toBe(size)
      expect(Object.values(totals).reduce((a, b) => a + b)).toBe(size)
      expect({ bytes, width, height }).toEqual({ bytes: size, width: 40, height: 24 })
    },
  )

  test('prints sections, kinds and shares', async () => {
    await cliJson(['encode', at('in.png'), at('i.hevc')])
    const { stdout } = await runCli(['inspect', at('i.hevc')])
    expect(stdout).toMatch(/i\.hevc: hevc, 40 x 24/)
    expect(stdout).toMatch(/^ +\d+ +\d+ +header +SPS$/m)
    expect(stdout).toMatch(/^picture +[\d,]+ +[\d.]+ %$/m)
    expect(stdout).toMatch(/^all +[\d,]+ +100\.0 %$/m)
  })
})
