import { compare } from '../../lib/cli/compare'
import { createCodec, readImage } from '../../lib/index'
import { compared, pictureFolder } from '../helpers/cli_pictures'
import { itWhere } from '../helpers/where'

const at = pictureFolder(compared)
const codec = createCodec('jpeg')

itWhere(codec.available(), 'no jpeg')('a comparison at equal quality tells its tries', async () => {
  const begun: string[] = []
  const name = at('a.png')
  const rows = await compare({
    sources: [{ name, load: () => readImage(name) }],
    codecs: [codec],
    match: { psnr: 34 },
    signal: new AbortController().signal,
    progress: { begin: (task) => void begun.push(task), step: () => {}, stop: () => {} },
  })
  expect(rows).toEqual([expect.objectContaining({ codec: 'jpeg' })])
  expect(begun[0]).toBe(`jpeg (native) ${name}`)
  const tries = begun.slice(1)
  expect(tries.length).toBeGreaterThan(1)
  tries.forEach((told, i) => {
    expect(told.startsWith(`${begun[0]}, try ${i + 1}: quality `)).toBe(true)
    expect(told).toMatch(/, [\d.]+ with [\d,]+ bytes$/)
  })
})
