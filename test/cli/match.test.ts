import { createCodec } from '../../lib'
import { compared, pictureFolder } from '../helpers/cli_pictures'
import { cliJson, runCli } from '../helpers/run_cli'
import { itWhere } from '../helpers/where'

const at = pictureFolder(compared)

const names = ['jpeg', 'webp', 'png']
const lacking = names.filter((name) => !createCodec(name, { backend: 'native' }).available())
const native = itWhere(lacking.length === 0, `no native ${lacking.join(', ')}`)

describe('--match', () => {
  const args = ['apply', '--demo', '--backend', 'native', '-c', 'jpeg,webp,png', '--match']
  type Table = { rows: { codec: string; quality: number; bytes: number; psnr: number | null }[] }

  native('every codec at its own quality that is as good, the smallest first', async () => {
    const { rows } = await cliJson<Table>([...args, 'psnr=34'])
    expect(rows.map(({ codec }) => codec).sort()).toEqual([...names].sort())
    for (const { codec, psnr } of rows) {
      if (codec !== 'png') expect(psnr).toBeGreaterThanOrEqual(34)
    }
    const sizes = rows.map(({ bytes }) => bytes)
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b))
  })

  native(
    'without it and without --quality: at equal SSIMULACRA2, and the table says so',
    async () => {
      await runCli(['apply', '--backend', 'native', '-c', 'qoi', '--save', at('demo.png')])
      const plain = ['apply', at('demo.png'), '--backend', 'native', '-c', 'jpeg,webp,png']
      type Reached = { rows: { codec: string; bytes: number; reached?: number }[] }
      const { rows } = await cliJson<Reached>(plain)
      expect(rows.map(({ codec }) => codec).sort()).toEqual([...names].sort())
      for (const { reached } of rows) expect(reached).toBeGreaterThanOrEqual(75)
      expect(rows[0]!.reached).toBeLessThan(78)
      const sizes = rows.map(({ bytes }) => bytes)
      expect(sizes).toEqual([...sizes].sort((a, b) => a - b))
      const { stdout } = await runCli([...plain, '-c', 'jpeg'])
      expect(stdout).toMatch(/ bpp +ssimulacra2 +PSNR RGB /)
      expect(stdout).toMatch(/^Each at its own quality that reaches ssimulacra2 75 \(--match\)\.$/m)
      expect((await cliJson<Reached>([...plain, '-q', 'jpeg=50'])).rows[0]).not.toHaveProperty(
        'reached',
      )
    },
  )

  test('a picture too small for SSIMULACRA2: default qualities, and the table says so', async () => {
    const { stdout } = await runCli(['apply', at('a.png'), '-c', 'jpeg,qoi'])
    expect(stdout).toMatch(/^Each at its default quality: ssimulacra2 needs /m)
    expect(stdout).toMatch(/ bpp +PSNR RGB /)
  })

  test.each([
    ['psnr', 'Expected METRIC=VALUE, bytes=N or bpp=X.'],
    ['psnrr=3', "target 'psnrr' is not known; did you mean 'psnr'?"],
    ['ssim=2', 'expected a number above -1, up to 1'],
  ])('mistakes: %s', async (text, message) => {
    const { code, stderr } = await runCli([...args, text])
    expect(code).toBe(2)
    expect(stderr).toContain(message)
  })
})
