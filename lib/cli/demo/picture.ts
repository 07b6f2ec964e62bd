import ndarray from 'ndarray'
import type { PixelArray } from '../../image'
import { clamp, clouds, hash, mix, smoothstep, valueNoise } from './noise'

const WIDTH = 768
const HEIGHT = 512

type Rgb = readonly [number, number, number]

const blend = (a: Rgb, b: Rgb, t: number): Rgb => [
  mix(a[0], b[0], t),
  mix(a[1], b[1], t),
  mix(a[2], b[2], t),
]

const scaled = (colour: Rgb, factor: number): Rgb => [
  colour[0] * factor,
  colour[1] * factor,
  colour[2] * factor,
]

/** What is seen of a pixel; computed only where nothing opaque is in front. */
type Paint = () => Rgb

const over = (under: Paint, colour: Paint, cover: number): Rgb =>
  cover <= 0 ? under() : cover >= 1 ? colour() : blend(under(), colour(), cover)

/** An edge over all columns, which is the same for every row. */
const edgeOf = (at: (x: number) => number): Float64Array =>
  Float64Array.from({ length: WIDTH }, (_, x) => at(x))

/** How much of the pixel at y lies below an edge: 1 pixel of antialiasing. */
const below = (edge: number, y: number): number => clamp(y - edge + 0.5)

/** How much of a pixel lies inside of a rectangle. */
const inside = (x: number, y: number, left: number, top: number, w: number, h: number): number =>
  below(left, x) * (1 - below(left + w, x)) * below(top, y) * (1 - below(top + h, y))

function sky(x: number, y: number): Rgb {
  const air = blend([58, 108, 178], [226, 214, 200], clamp(y / 300))
  const cover = smoothstep(0.46, 0.74, clouds(x / 190, y / 85, 6, 11))
  const shade = 176 + 78 * clouds(x / 120 + 3, y / 60, 5, 29)
  return blend(air, [shade, shade * 0.985, shade * 0.97], cover)
}

const ridge = (base: number, seed: number): Float64Array =>
  edgeOf((x) => base + 150 * (clouds(x / 210, seed, 7, seed) - 0.5))

/** Textured, and bluer with distance. */
function hills(x: number, y: number, far: number, seed: number): Rgb {
  const light = 0.55 + 0.75 * clouds(x / 26, y / 18, 5, seed + 50)
  return blend(scaled([74, 92, 48], light), [132, 156, 190], far)
}

const SHORE = 352

/** Still water: the sky upside down, broken by ripples. */
function lake(x: number, y: number): Rgb {
  const depth = y - SHORE
  const ripple = 14 * (clouds(x / 44, y / 3.5, 4, 71) - 0.5) * (1 + depth / 60)
  const mirrored = sky(x + ripple, 300 - 1.6 * depth + ripple)
  return blend(scaled(mirrored, 0.72), [32, 62, 78], 0.3)
}

const letters: Record<string, readonly string[]> = {
  N: ['#...#', '##..#', '#.#.#', '#.#.#', '#..##', '#...#', '#...#'],
  O: ['.###.', '#...#', '#...#', '#...#', '#...#', '#...#', '.###.'],
  D: ['####.', '#...#', '#...#', '#...#', '#...#', '#...#', '####.'],
  E: ['#####', '#....', '#....', '####.', '#....', '#....', '#####'],
  C: ['.####', '#....', '#....', '#....', '#....', '#....', '.####'],
  S: ['.####', '#....', '#....', '.###.', '....#', '....#', '####.'],
}

/** Whether a pixel of a text in 5 x 7 letters, `size` pixels per dot, is set. */
function text(words: string, x: number, y: number, size: number): boolean {
  const [column, row] = [Math.floor(x / size), Math.floor(y / size)]
  const letter = letters[words[Math.floor(column / 6)] ?? '']
  return letter?.[row]?.[column % 6] === '#'
}

function bricks(x: number, y: number): Rgb {
  const row = Math.floor(y / 9)
  const along = x + (row % 2) * 11
  const brick = Math.floor(along / 22)
  if (y - row * 9 < 1.5 || along - brick * 22 < 1.5) return [176, 166, 150]
  const light = 0.8 + 0.3 * hash(brick, row, 5) + 0.25 * (clouds(x / 5, y / 5, 3, 9) - 0.5)
  return scaled([158, 84, 62], light)
}

function tiles(x: number, y: number): Rgb {
  return scaled([92, 52, 58], 0.8 + 0.3 * hash(Math.floor(x / 8), Math.floor(y / 6), 21))
}

const glass = (x: number, y: number): Rgb => blend(scaled(sky(x, y / 2), 0.55), [24, 30, 40], 0.35)

function sign(x: number, y: number): Rgb {
  return text('NODECODECS', x - 518, y - 290, 2) ? [34, 40, 58] : [242, 238, 214]
}

function wall(x: number, y: number): Rgb {
  const left = x < 578 ? 496 : 612
  const frame = inside(x, y, left - 4, 330, 56, 52)
  const panes = inside(x, y, left, 334, 22, 44) + inside(x, y, left + 26, 334, 22, 44)
  const plain: Paint = () =>
    over(
      () => bricks(x, y),
      () => [236, 232, 222],
      frame,
    )
  const glazed: Paint = () => over(plain, () => glass(x, y), panes)
  return over(glazed, () => sign(x, y), inside(x, y, 512, 284, 132, 26))
}

/** A brick house with a roof, two windows and a sign: straight edges, texture and letters. */
function house(under: Paint, x: number, y: number): Rgb {
  const roof = below(188 + Math.abs(x - 578) * 0.58, y) * (1 - below(262, y))
  const walled: Paint = () => over(under, () => wall(x, y), inside(x, y, 470, 262, 216, 150))
  return over(walled, () => tiles(x, y), roof)
}

/** Grass in front: fine, high contrast, upright, with some flowers. */
function meadow(x: number, y: number): Rgb {
  if (hash(Math.floor(x / 4), Math.floor(y / 4), 107) > 0.992) return [222, 196, 70]
  const blade = valueNoise(x / 1.7, y / 9, 97)
  return scaled([92, 122, 44], 0.4 + 0.55 * blade + 0.5 * clouds(x / 60, y / 40, 4, 103))
}

/** The layers from the sky to the grass. */
function landscape(): (x: number, y: number) => Rgb {
  const [far, near] = [ridge(262, 37), ridge(318, 53)]
  const grass = edgeOf(
    (x) => 412 + 22 * (clouds(x / 90, 5, 4, 83) - 0.5) + 10 * (valueNoise(x / 2.2, 3, 91) - 0.5),
  )
  return (x, y) => {
    const back: Paint = () =>
      over(
        () => sky(x, y),
        () => hills(x, y, 0.72, 37),
        below(far[x]!, y),
      )
    const middle: Paint = () => over(back, () => hills(x, y, 0.3, 53), below(near[x]!, y))
    const water: Paint = () => over(middle, () => lake(x, y), below(SHORE, y))
    return over(
      () => house(water, x, y),
      () => meadow(x, y),
      below(grass[x]!, y),
    )
  }
}

/** A camera's noise: without it the lossless codecs would look too good. */
const grain = (x: number, y: number, channel: number): number =>
  3.2 * (hash(x, y, 211 + channel) + hash(x, y, 223 + channel) - 1)

/**
 * A landscape of 768 x 512 RGB pixels ([H, W, C], 8 bit), generated: clouds, gradients, hills, water,
 * bricks, letters, grass and grain. The same bytes everywhere, so that its table can be compared.
 */
export function demoPicture(): PixelArray {
  const scene = landscape()
  const data = new Uint8Array(WIDTH * HEIGHT * 3)
  for (let y = 0, at = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      scene(x, y).forEach((value, c) => {
        data[at++] = clamp(Math.round(value + grain(x, y, c)), 0, 255)
      })
    }
  }
  return ndarray(data, [HEIGHT, WIDTH, 3])
}
