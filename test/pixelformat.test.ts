import { choosePixelFormat, parsePixelFormat, planeSize } from '../lib/pixelformat'
import { run } from './helpers/ffmpeg_streams'

// Names of pixel formats against libavutil's own list, and the choice between them.

interface Listed {
  name: string
  components: number
  bitsPerPixel: number
  depths: number[]
}

/** `ffmpeg -pix_fmts`: flags, name, components, bits per pixel, depths (the last since FFmpeg 5). */
function listed(): Listed[] {
  const text = run('ffmpeg', ['-hide_banner', '-pix_fmts']).toString()
  return Array.from(
    text.matchAll(/^[I.][O.]([H.])..\s+(\S+)\s+(\d)\s+(\d+)\s+([\d-]+)$/gm),
  ).flatMap(([, hardware, name, components, bits, depths]) =>
    hardware === 'H'
      ? []
      : [
          {
            name: name!,
            components: Number(components),
            bitsPerPixel: Number(bits),
            depths: depths!.split('-').map(Number),
          },
        ],
  )
}

const all = listed()
const known = all.filter(({ name }) => parsePixelFormat(name))

it('knows the planar, gray and packed RGB formats of FFmpeg', () => {
  expect(all.length).toBeGreaterThan(100)
  const names = known.map(({ name }) => name)
  for (const name of [
    'yuv420p',
    'yuv444p12le',
    'gbrap10le',
    'gray16be',
    'ya8',
    'rgb48be',
    'bgra',
  ]) {
    expect(names).toContain(name)
  }
  const unknown = all.map(({ name }) => name).filter((name) => !names.includes(name))
  for (const name of ['nv12', 'pal8', 'monow', 'yuyv422', 'p010le', 'rgb565le', 'xyz12le']) {
    expect(unknown).toContain(name)
  }
})

it.each(known.map((format) => [format.name, format] as const))(
  '%s: depth, components, size',
  (name, listed) => {
    const format = parsePixelFormat(name)!
    const { chromaShiftX: sx, chromaShiftY: sy, model, alpha } = format
    const components = (model === 'gray' ? 1 : 3) + Number(alpha)
    const padding = /^(rgb0|bgr0|0rgb|0bgr)$/.test(name)
    expect(listed.components).toBe(components - (padding ? Number(alpha) : 0))
    expect(listed.depths[0]).toBe(format.depth)
    const chroma = model === 'yuv' ? 2 / 2 ** (sx + sy) : components - 1 - Number(alpha)
    const bits = format.depth * (1 + chroma + Number(alpha))
    expect(Math.abs(listed.bitsPerPixel - bits)).toBeLessThan(1)
    expect(format.planes).toBe(format.planar ? components : 1)
  },
)

it.each(['', 'yuv', 'yuv421p', 'gray9x', 'nv12', 'YUV420P', '__proto__', 'xyuv420p'])(
  'does not know %p',
  (name) => {
    expect(parsePixelFormat(name)).toBeUndefined()
  },
)

it('rounds chroma up', () => {
  const format = parsePixelFormat('yuva420p')!
  const sizes = [0, 1, 2, 3].map((plane) => planeSize(format, 5, 3, plane))
  const chroma = { width: 3, height: 2 }
  expect(sizes).toEqual([{ width: 5, height: 3 }, chroma, chroma, { width: 5, height: 3 }])
  expect(planeSize(parsePixelFormat('gbrp')!, 5, 3, 1)).toEqual({ width: 5, height: 3 })
})

describe('choice', () => {
  const formats = [
    'yuv444p',
    'yuv420p',
    'gbrp',
    'gray',
    'yuv444p10le',
    'gbrp10le',
    'gray10le',
    'yuva420p',
  ]

  it.each([
    [{ channels: 3, bitDepth: 8, rgb: false }, 'yuv444p'],
    [{ channels: 3, bitDepth: 8, rgb: true }, 'gbrp'],
    [{ channels: 3, bitDepth: 10, rgb: false }, 'yuv444p10le'],
    [{ channels: 3, bitDepth: 16, rgb: true }, 'gbrp10le'],
    [{ channels: 1, bitDepth: 8, rgb: false }, 'gray'],
    [{ channels: 1, bitDepth: 9, rgb: true }, 'gray10le'],
    [{ channels: 4, bitDepth: 8, rgb: false }, 'yuva420p'],
    [{ channels: 4, bitDepth: 16, rgb: false }, 'yuva420p'],
  ])('%p: %s', (wanted, expected) => {
    expect(choosePixelFormat(formats, wanted)?.name).toBe(expected)
  })

  it('keeps the first of equals and says nothing of nothing', () => {
    const wanted = { channels: 3, bitDepth: 8, rgb: false }
    expect(choosePixelFormat(['yuv420p', 'yuv444p'], wanted)?.name).toBe('yuv420p')
    expect(choosePixelFormat(['yuv444p10le', 'yuv444p'], wanted)?.name).toBe('yuv444p')
    expect(choosePixelFormat(['nv12'], wanted)).toBeUndefined()
    expect(choosePixelFormat([], wanted)).toBeUndefined()
  })
})
