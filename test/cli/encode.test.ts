import { copyFileSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { codecs, readImageSync, writeMetadata } from '../../lib/index'
import { cliJson, runCli } from '../helpers/run_cli'
import { pictureFolder } from '../helpers/cli_pictures'
import { iccProfile } from '../helpers/icc_profile'

const at = pictureFolder({ 'in.png': [40, 24, 3] })

describe('encode and decode', () => {
  const rows = codecs().filter(({ available, backend }) => available && backend === 'native')

  test.each(rows.map(({ name }) => name))('%s: to a file and back', async (name) => {
    const stream = at(`round.${name}`)
    const encoded = await cliJson<{ codec: string; bytes: number; bpp: number }>(
      ['encode', at('in.png'), stream, '--codec', name], // prettier-ignore
    )
    const bytes = statSync(stream).size
    expect(encoded).toMatchObject({ codec: name, backend: 'native', bytes })
    expect(encoded.bpp).toBeCloseTo((bytes * 8) / (40 * 24), 9)
    const args = ['decode', stream, at(`${name}.png`), '--codec', name]
    expect(await cliJson(args)).toMatchObject({ codec: name, width: 40, height: 24, channels: 3 })
    expect(readImageSync(at(`${name}.png`)).shape).toEqual([24, 40, 3])
  })

  test.each(
    [
      ['.hevc', 'x265'],
      ['.265', 'x265'],
      ['.h264', 'x264'],
      ['.obu', 'av1'],
      ['.ivf', 'vp9'],
      ['.webp', 'webp'],
      ['.JPEG', 'jpeg'],
      ['.j2k', 'jpeg2000'],
      ['.jxl', 'jxl'],
      ['.qoi', 'qoi'],
      ['.bpg', 'bpg'],
      ['.avif', 'avif'],
      ['.heic', 'heic'],
    ].filter(([, name]) => rows.some((row) => row.name === name)),
  )('%s is %s, and its bytes are known by any name', async (extension, codec) => {
    const stream = at(`known${extension}`)
    expect(await cliJson(['encode', at('in.png'), stream])).toMatchObject({ codec })
    copyFileSync(stream, at('unnamed'))
    expect(await cliJson(['decode', at('unnamed'), at('o.png')])).toMatchObject({ codec })
  })

  test('AV1 in IVF is told by its fourcc', async () => {
    const stream = at('av1.ivf')
    await cliJson(['encode', at('in.png'), stream, '--codec', 'av1', '--set', 'speed=6'])
    expect(readFileSync(stream).subarray(0, 4).toString()).toBe('DKIF')
    expect(await cliJson(['decode', stream, at('o.png')])).toMatchObject({
      codec: 'av1',
      width: 40,
    })
  })

  test('--set reaches the encoder, a bare key is true, and the answer says lossless', async () => {
    const args = ['encode', at('in.png'), at('l.webp'), '--set', 'lossless', '--set', 'method=0']
    const { stdout } = await runCli(args)
    expect(stdout).toMatch(/l\.webp: [\d,]+ bytes, [\d.]+ bpp, webp \(native\), lossless, /)
    await cliJson(['decode', at('l.webp'), at('l.png')])
    expect(readImageSync(at('l.png')).data).toEqual(readImageSync(at('in.png')).data)
  })

  test("--set options.NAME is the encoder's own option, and one that nobody takes fails", async () => {
    const encode = (set: string) => runCli(['encode', at('in.png'), at('o.h264'), '--set', set])
    expect(await encode('options.x264-params=no-deblock=1')).toMatchObject({ code: 0 })
    const { code, stderr } = await encode('options.frobnicate=1')
    expect(code).not.toBe(0)
    expect(stderr).toContain('frobnicate')
  })

  test('what a file cannot hold is told in a line of the program, where warnings are wanted', async () => {
    const photo = readFileSync(at('in.png'))
    writeFileSync(at('photo.png'), writeMetadata(photo, { icc: iccProfile() }))
    const args = ['encode', at('photo.png'), at('o.qoi')]
    const { stderr } = await runCli(args)
    expect(stderr).toBe('nodecodecs: qoi: the file cannot hold the ICC profile: left out\n')
    const env = { ...process.env, NODE_NO_WARNINGS: '1' }
    expect((await runCli(args, { env })).stderr).toBe('')
  })

  test('the ffmpeg backend writes the same bytes', async () => {
    const args = (backend: string) => ['encode', at('in.png'), at(`${backend}.webp`), '-b', backend]
    await Promise.all([cliJson(args('native')), cliJson(args('ffmpeg'))])
    expect(readFileSync(at('ffmpeg.webp'))).toEqual(readFileSync(at('native.webp')))
  })
})
