import { codecs } from '../../lib/index'
import { cliJson, runCli } from '../helpers/run_cli'
import { pictureFolder } from '../helpers/cli_pictures'

const at = pictureFolder({ 'in.png': [40, 24, 3] })
const withoutPrograms = { env: { ...process.env, PATH: '' } }

describe('codecs', () => {
  test('--json is codecs() with scale and extension', async () => {
    const rows = await cliJson<{ name: string; quality: string; fileExtension: string }[]>([
      'codecs',
    ])
    expect(rows).toMatchObject(JSON.parse(JSON.stringify(codecs())) as object[])
    expect(rows.find(({ name }) => name === 'x265')).toMatchObject({
      quality: 'QP 51..0',
      fileExtension: '.hevc',
    })
  })

  test('prints one line for each, and what to install for the rest', async () => {
    const { code, stdout } = await runCli(['codecs'], withoutPrograms)
    expect(code).toBe(0)
    expect(stdout).toMatch(/^jpeg +JPEG +native .* available$/m)
    expect(stdout).toMatch(/^webp +WebP +cli .* not available$/m)
    const [, missing] = stdout.split('Not available here:')
    expect(missing).toMatch(/^ {2}webp \(cli\): .*install/m)
    expect(missing).toMatch(/^ {2}x265 \(ffmpeg\): .*install/m)
  })

  test('names the version of every library behind the addon', async () => {
    const { stdout } = await runCli(['codecs'])
    expect(stdout).toMatch(/^The addon: ffmpeg \S+, .*libjpeg-turbo \d/m)
    for (const library of ['x265', 'libaom', 'dav1d', 'libwebp', 'libvpx'])
      expect(stdout).toMatch(new RegExp(`^The addon: .*\\b${library} v?\\d`, 'm'))
  })

  test('--ffmpeg names the program', async () => {
    const rows = await cliJson<{ backend: string; available: boolean }[]>([
      'codecs',
      '--ffmpeg',
      at('nowhere'),
    ])
    const over = rows.filter(({ backend }) => backend === 'ffmpeg')
    expect(over.length).toBeGreaterThan(5)
    expect(over.filter(({ available }) => available)).toEqual([])
  })
})
