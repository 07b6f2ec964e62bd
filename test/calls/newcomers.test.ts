import { bdRate, encode, metrics } from '../../lib/index'
import { any, failure } from '../helpers/mistakes'
import { makePicture } from '../helpers/pictures'
import { runCli } from '../helpers/run_cli'

// What users of sharp and CompressAI write first: the message has our word for it.

const image = makePicture({ width: 16, height: 12 })
const [width, height, channels] = [16, 12, 3]
const floats = new Uint8Array(new Float32Array(width * height * channels).buffer)
const curve = { bpp: [0.1, 0.2, 0.4, 0.8], 'ms-ssim': [0.9, 0.93, 0.95, 0.97] }

test.each([
  ['format', () => encode(image, any({ format: 'webp' })), "it is codec: 'avif'"],
  ['toFile', () => encode(image, any({ toFile: 'a.webp' })), 'it is to, a path'],
  ['toFile beside a codec', () => encode(image, any({ codec: 'webp', toFile: 'a' })), 'it is to'],
  ['nothing', () => encode(image, any({ qualty: 3 })), 'expected which codec'],
  ['psnr-rgb', () => metrics(image, image, any(['psnr-rgb'])), "it is 'psnr'"],
  ['ms_ssim_rgb', () => metrics(image, image, any(['ms_ssim_rgb'])), "it is 'ms-ssim'"],
  ['LPIPS', () => metrics(image, image, any('LPIPS')), 'defineMetric takes its program'],
  ['a target', () => encode(image, any({ codec: 'webp', target: { lpips: 1 } })), 'defineMetric'],
  [
    'floats',
    () => encode({ data: floats, info: any({ width, height, channels }) }, { codec: 'png' }),
    "raw({ depth: 'ushort' })",
  ],
  ['no size', () => encode(Buffer.alloc(576, 7), { codec: 'png' }), 'resolveWithObject: true'],
  ['bdRate', async () => bdRate(any(curve), any(curve)), "{ metric: 'ms-ssim' }"],
] as const)('%s', async (_name, call, said) => {
  expect((await failure(call)).message).toContain(said)
})

test("sweep's --metrics takes CompressAI's names for a mistake and tells ours", async () => {
  const { code, stderr } = await runCli(
    ['sweep', 'x.png', '--codec', 'png', '-m', 'psnr-rgb', '--out', 'unused'],
    { timeout: 60_000 },
  )
  expect([code, stderr]).toEqual([2, expect.stringContaining("it is 'psnr'")])
})
