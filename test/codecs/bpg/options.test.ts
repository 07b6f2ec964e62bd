import { createCodec } from '../../../lib'
import { makePicture } from '../../helpers/pictures'
import { itWhere } from '../../helpers/where'

// What every codec has, BPG's inner one takes at every size: nothing given is passed over.

const here = itWhere(createCodec('bpg', { backend: 'native' }).available(), 'no BPG in process')
const bpg = (options: object) => createCodec('bpg', { backend: 'native', ...options })
const sizes = [
  { width: 4, height: 4 },
  { width: 40, height: 24 },
]

describe.each(sizes)('of $width x $height', (size) => {
  const picture = makePicture(size)

  here('an AVOption that x265 lacks is refused', () => {
    const codec = bpg({ options: { nosuch: 1 } })
    expect(() => codec.encodeSync(picture)).toThrow(/bpg: libx265 has no option 'nosuch'/)
  })

  here('x265-params count beside what small pictures need', () => {
    const bytes = bpg({ options: { 'x265-params': 'qp=1:ipratio=1' } }).encodeSync(picture)
    expect(bytes).not.toEqual(bpg({}).encodeSync(picture))
    const wrong = bpg({ options: { 'x265-params': 'nosuch=1' } })
    expect(() => wrong.encodeSync(picture)).toThrow(/nosuch/)
  })

  here('pixelFormat says what subsampling and bitDepth say', () => {
    const given = bpg({ pixelFormat: 'yuv420p10le' }).encodeSync(picture)
    expect(given).toEqual(bpg({ subsampling: '4:2:0', bitDepth: 10 }).encodeSync(picture))
    const gbr = bpg({ pixelFormat: 'gbrp' }).encodeSync(picture)
    expect(gbr).toEqual(bpg({ matrix: 'rgb' }).encodeSync(picture))
    expect(() => bpg({ pixelFormat: 'nope' }).encodeSync(picture)).toThrow(
      /bpg: pixelFormat: expected 'auto' or one of yuv444p, .*, got 'nope'/,
    )
  })
})

here.each(['avif', 'heic', 'bpg'] as const)('%s is named by what refuses a picture', (name) => {
  const codec = createCodec(name, { lossless: true })
  const deep = makePicture({ width: 4, height: 4, bitDepth: 16 })
  expect(() => codec.encodeSync(deep)).toThrow(new RegExp(`^${name}: lossless: `))
})
