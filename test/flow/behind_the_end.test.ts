import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { codecs, decode, readImage, readImageSync, writeImageSync } from '../../lib'
import { codecFailure, codecFailureSync } from '../helpers/failures'
import { makePicture, samplesOf } from '../helpers/pictures'
import { runCli } from '../helpers/run_cli'

// Bytes behind the end of a picture file: the picture with a warning, an error with `strict`, by
// every way to it.

let folder: string
const at = (name: string): string => join(folder, name)
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'behind-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** 23 pixels of 3 bytes: BMP pads its rows by 3 bytes. */
const picture = makePicture({ width: 23, height: 18 })
const written = (extension: string): Buffer => {
  writeImageSync(at(`whole.${extension}`), picture)
  return readFileSync(at(`whole.${extension}`))
}

const there = new Set(codecs().flatMap(({ name, available }) => (available ? [name] : [])))
const files: readonly (readonly [extension: string, codec?: string])[] = [
  ['ppm'],
  ['pam'],
  ['png', 'png'],
  ['jpg', 'jpeg'],
  ['webp', 'webp'],
  ['qoi', 'qoi'],
  ['jp2', 'jpeg2000'],
  ['j2k', 'jpeg2000'],
  ['avif', 'avif'],
  ['heic', 'heic'],
]
const rows = files
  .filter(([, codec]) => codec === undefined || there.has(codec))
  .flatMap(([extension]) =>
    [
      ['a zero', [0]],
      ['zeros', Array<number>(3000).fill(0)],
      ['others', [7, 200, 13, 255, 216, 80, 54]],
    ].map(([kind, more]) => [extension, kind as string, more as number[]] as const),
  )

it.each(rows)('%s: %s', async (extension, _kind, more) => {
  const whole = written(extension)
  const right = samplesOf(readImageSync(whole))
  const bytes = Buffer.concat([whole, Buffer.from(more)])
  const path = at(`more.${extension}`)
  writeFileSync(path, bytes)
  for (const image of [await readImage(path), readImageSync(bytes), await decode(bytes)]) {
    expect(samplesOf(image)).toEqual(right)
    expect(image.warnings!.join()).toContain(`${more.length} bytes behind the end of the picture`)
  }
  const strict = { strict: true }
  for (const error of [
    await codecFailure(() => readImage(path, strict)),
    codecFailureSync(() => readImageSync(bytes, strict)),
  ]) {
    expect(error).toMatchObject({ code: 'ERR_DECODE' })
    expect(error.message).toContain('behind the end')
  }
})

it('the program says what it passed over', async () => {
  writeFileSync(at('more.png'), Buffer.concat([written('png'), Buffer.alloc(5)]))
  const commands = [
    ['decode', at('more.png'), at('out.ppm')],
    ['encode', at('more.png'), at('out.qoi')],
  ]
  for (const command of commands) {
    const { code, stderr } = await runCli(command)
    expect([code, stderr]).toEqual([0, expect.stringContaining('more.png: png: 5 bytes behind')])
  }
  const { code, stderr } = await runCli([...commands[0]!, '--strict'])
  expect([code, stderr]).toEqual([1, expect.stringContaining('behind the end')])
})

it('BMP without the padding of its last row is whole, without a byte of it damaged', () => {
  const whole = written('bmp')
  const right = samplesOf(readImageSync(whole))
  for (const missing of [1, 2, 3]) {
    expect(samplesOf(readImageSync(whole.subarray(0, whole.length - missing)))).toEqual(right)
  }
  const cut = codecFailureSync(() => readImageSync(whole.subarray(0, whole.length - 4)))
  expect(cut.code).toBe('ERR_DECODE')
})
