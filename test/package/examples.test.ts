import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { encode, probe, readMetadata } from '../../lib/index'
import { pageFolder, type PageFolder, root } from '../helpers/pages'
import { makePicture } from '../helpers/pictures'

// The programs of examples/, as somebody would run them beside the built package.

let folder: PageFolder
beforeAll(async () => {
  folder = await pageFolder()
  cpSync(join(root, 'examples'), folder.path, { recursive: true })
})
afterAll(() => folder.remove())

const options = { encoding: 'utf8', stdio: 'pipe', timeout: 240_000 } as const
const run = (...args: string[]): string =>
  execFileSync(process.execPath, args, { ...options, cwd: folder.path })

const photos = () => join(folder.path, 'photos')

/** Runs a module of ours that uses an example, and reads the JSON that it prints. */
function drive(code: string): unknown {
  writeFileSync(join(folder.path, 'drive.js'), code)
  return JSON.parse(run('drive.js'))
}

test.each(readdirSync(join(root, 'examples'), { recursive: true }).map(String))(
  '%s is short and says how to run it',
  (name) => {
    if (!name.endsWith('.js')) return
    const lines = readFileSync(join(root, 'examples', name), 'utf8').split('\n')
    expect(lines.length).toBeLessThanOrEqual(61)
    expect(lines[0]).toMatch(/^\/\/ /)
  },
)

test('http_service: fifty uploads at once by Accept, and what it refuses', () => {
  const answers = drive(`
    import { readFile } from 'node:fs/promises'
    import { once } from 'node:events'
    import { encode, probe } from 'nodecodecs'
    import { server } from './http_service.js'
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = 'http://127.0.0.1:' + server.address().port
    const send = (body, accept, method = 'POST') =>
      fetch(address, { method, body, headers: { accept } })
    const photo = await readFile('photo.png')
    const side = 7100 // 50.4 megapixels in 7 kB
    const flat = { data: new Uint8Array(side ** 2), width: side, height: side, channels: 1 }
    const bomb = await encode(flat, { codec: 'webp', options: { lossless: true, effort: 0 } })
    const accepts = ['image/avif,image/webp', 'image/webp', '*/*']
    const good = await Promise.all(
      Array.from({ length: 50 }, async (_, i) => {
        const answer = await send(photo, accepts[i % 3])
        const { format, width } = await probe(await answer.arrayBuffer())
        return [answer.status, answer.headers.get('content-type'), format, width].join(' ')
      }),
    )
    const status = async (...given) => (await send(...given)).status
    const told = {
      good: [...new Set(good)].sort(),
      text: await status('no picture', '*/*'),
      cut: await status(photo.subarray(0, 9000), '*/*'),
      bomb: await status(bomb, '*/*'),
      long: await status(new Uint8Array(21e6), '*/*').catch(() => 413), // or it hangs up meanwhile
      get: await status(undefined, '*/*', 'GET'),
      after: await status(photo, 'image/webp'),
    }
    server.close()
    server.closeAllConnections()
    console.log(JSON.stringify(told))`)
  expect(answers).toEqual({
    good: ['200 image/avif avif 240', '200 image/jpeg jpeg 240', '200 image/webp webp 240'],
    ...{ text: 415, cut: 415, bomb: 413, long: 413, get: 405, after: 200 },
  })
}, 240_000)

test('folder_to_budget: every photo within the bytes, profile kept, Exif left out', async () => {
  const xmp = Buffer.from('<x:xmpmeta xmlns:x="adobe:ns:meta/"/>')
  const photo = makePicture({ width: 200, height: 120, texture: 0.4 })
  await encode(photo, { to: join(folder.path, 'photos', 'b.webp'), metadata: { xmp } })
  const printed = run('folder_to_budget.js', 'photos', 'small', '4000')
  expect(printed).toContain('2 of 2 photos within 4000 bytes')
  for (const name of ['a.avif', 'b.avif']) {
    const path = join(folder.path, 'small', name)
    expect(statSync(path).size).toBeLessThanOrEqual(4000)
    expect((await probe(path)).format).toBe('avif')
  }
  const metadata = readMetadata(readFileSync(join(folder.path, 'small', 'b.avif')))
  expect(Buffer.from(metadata.xmp!)).toEqual(xmp)
  // Nothing that small: told, and the exit code says so.
  expect(() => run('folder_to_budget.js', 'photos', 'tiny', '20')).toThrow(/a\.png: .*bytes/)
}, 240_000)

test('rd_study: BD-rates against JPEG and a page; the second run measures nothing', () => {
  const printed = run('rd_study.js', 'photos', 'study', '3')
  expect(printed).toMatch(/webp.*psnr.*-?\d/)
  expect(printed).toContain('study/report.html')
  expect(existsSync(join(folder.path, 'study/report.html'))).toBe(true)
  const rows = readFileSync(join(folder.path, 'study/results.jsonl'), 'utf8')
  run('rd_study.js', 'photos', 'study', '3')
  expect(readFileSync(join(folder.path, 'study/results.jsonl'), 'utf8')).toBe(rows)
}, 240_000)

const python = spawnSync('python3', ['-c', 'import zlib'], { timeout: 20_000 }).status === 0
;(python ? test : test.skip)(
  `own_codec: a codec in Python beside the others${python ? '' : ': needs python3 with zlib'}`,
  () => {
    const text = readFileSync(join(root, 'examples/own_codec/study.yaml'), 'utf8')
    const commands = Array.from(text.matchAll(/npx nodecodecs (.+)/g), ([, words]) => words!)
    expect(commands).toHaveLength(2)
    for (const words of commands) run(join(root, 'dist/cli/main.js'), ...words.split(' '))
    const rows = readFileSync(join(folder.path, 'own/results.jsonl'), 'utf8')
    expect(rows.match(/"label":"mine".*"psnr"/g)).toHaveLength(6 * readdirSync(photos()).length)
    expect(readdirSync(join(folder.path, 'report_pictures')).join()).toMatch(/mine-\d+\.webp/)
    const page = readFileSync(join(folder.path, 'report.html'), 'utf8')
    expect(page).toMatch(/3 codecs on/)
  },
  240_000,
)

test('tensor: a batch of floats to AVIF and back', () => {
  const printed = run('tensor.js', 'photo.png')
  expect(printed).toMatch(/^\[ 1, 3, 180, 240 \] \d+ bytes at CRF \d+\n\{ psnr: (3[89]|4\d)\./)
  const told = drive(`
    import { toAvif, fromAvif } from './tensor.js'
    const [n, c, h, w] = [2, 3, 48, 64]
    const data = Float32Array.from({ length: n * c * h * w }, (_, i) => (i < c * h * w ? 0.25 : 0.75))
    const back = await fromAvif(await toAvif({ data, dims: [n, c, h, w] }))
    const off = Math.max(...back.data.map((value, i) => Math.abs(value - data[i])))
    console.log(JSON.stringify({ dims: back.dims, near: off < 0.01 }))`)
  expect(told).toEqual({ dims: [2, 3, 48, 64], near: true })
}, 120_000)

test('next_route: a form becomes a picture; mistakes are 4xx', async () => {
  const answers = drive(`
    import { readFile } from 'node:fs/promises'
    import { probe } from 'nodecodecs'
    import { POST, runtime } from './next_route/route.js'
    async function post(part, accept) {
      const body = new FormData()
      body.set('picture', part)
      const headers = { accept }
      const answer = await POST(new Request('http://localhost/', { method: 'POST', body, headers }))
      const bytes = await answer.arrayBuffer()
      return [answer.status, answer.ok ? (await probe(bytes)).format : '', answer.headers.get('content-type')]
    }
    const photo = new Blob([await readFile('photo.png')])
    console.log(JSON.stringify({
      runtime,
      avif: await post(photo, 'image/avif,image/webp'),
      webp: await post(photo, 'image/webp'),
      text: (await post('no file', '*/*'))[0],
      junk: (await post(new Blob(['junk']), '*/*'))[0],
    }))`)
  expect(answers).toEqual({
    runtime: 'nodejs',
    avif: [200, 'avif', 'image/avif'],
    webp: [200, 'webp', 'image/webp'],
    text: 400,
    junk: 415,
  })
}, 120_000)
