import { AVIF, BPG, decode, encode, PNG, readImage, WebP } from '../../lib/index'
import { codecTable } from '../../lib/codecs/index'
import { rowsOf } from '../../lib/codecs/resolve'
import { decodeNames } from '../../lib/calls/decode'
import { foreignRows } from '../../lib/options/foreign'
import { any, failure, type Mistake } from '../helpers/mistakes'
import { makePicture } from '../helpers/pictures'

// Who comes from sharp, Pillow, cwebp, avifenc or FFmpeg writes their names: the message has ours.

const image = makePicture({ width: 16, height: 12 })
const withOption = (option: object) => () => encode(image, any({ codec: 'webp', ...option }))

const calls: Mistake[] = [
  ['a guess', withOption({ maxBytes: 1 }), 'TypeError', /'maxBytes' .*; it is target: \{ bytes: /],
  ['snake case', withOption({ max_bytes: 1 }), 'TypeError', /; it is target: \{ bytes: /],
  ['a metric', withOption({ ssimulacra2: 80 }), 'TypeError', /; it is target: \{ ssimulacra2: 80/],
  ['sharp, metadata', withOption({ withMetadata: 1 }), 'TypeError', /; it is metadata: 'keep'/],
  ['sharp, format', withOption({ format: 'webp' }), 'TypeError', /; it is codec: 'avif'$/],
  ['avifenc', withOption({ cqLevel: 20 }), 'TypeError', /; it is quality in the codec's scale$/],
  [
    'sharp, nearLossless',
    withOption({ nearLossless: true }),
    'TypeError',
    /; there is no near-lossless here: /,
  ],
  [
    'our own word, of a codec without the choice',
    () => new PNG(any({ lossless: true })),
    'TypeError',
    /^png: option 'lossless' is not known; this codec has no choice of it$/,
  ],
  ['sharp, size', withOption({ width: 100 }), 'TypeError', /; pictures are resized by sharp/],
  [
    'Pillow, method of a codec that has it',
    withOption({ method: 6 }),
    'TypeError',
    /^encode: method is an option of the codec webp: give it as options: \{ method: \.\.\. \}$/,
  ],
  [
    'Pillow, speed of a codec that has it not',
    withOption({ speed: 6 }),
    'TypeError',
    /^encode: speed is effort, an option of the codec webp: give it as options: \{ effort: /,
  ],
  [
    'PyCodecs, speed of BPG',
    () => new BPG(any({ speed: 9 })),
    'TypeError',
    /^bpg: option 'speed' is not known; it is method: 1 \(fastest\) to 9 \(smallest\)$/,
  ],
  [
    'our own word, of BPG',
    withOption({ codec: 'bpg', effort: 3 }),
    'TypeError',
    /^encode: effort is method, an option of the codec bpg: give it as options: \{ method: \.\.\. \}$/,
  ],
  [
    'sharp, of a codec that has no choice',
    withOption({ chromaSubsampling: '4:2:0' }),
    'TypeError',
    /^encode: chromaSubsampling is subsampling, which the codec webp does not have$/,
  ],
  [
    'an option of all codecs',
    withOption({ threads: 2 }),
    'TypeError',
    /^encode: threads is an option of the codec webp: give it as options: \{ threads: /,
  ],
  [
    'an option of the codec beside a call of its own',
    () => new WebP().encode(image, any({ lossless: true })),
    'TypeError',
    /^encode: lossless is an option of the codec webp: give it to new WebP\(\{ lossless: /,
  ],
  [
    'the same with apply',
    () => new AVIF().apply(image, any({ chromaSubsampling: '4:4:4' })),
    'TypeError',
    /^apply: chromaSubsampling is subsampling, an option of the codec avif: give it to new AVIF\(/,
  ],
  [
    'the constructor',
    () => new AVIF(any({ chromaSubsampling: '4:4:4' })),
    'TypeError',
    /^avif: option 'chromaSubsampling' is not known; it is subsampling: '4:2:0'$/,
  ],
  [
    'the constructor of a codec that has no choice',
    () => new PNG(any({ mozjpeg: true })),
    'TypeError',
    /^png: option 'mozjpeg' is not known; it is tune, which this codec does not have$/,
  ],
  [
    "a call's option in the constructor",
    () => new AVIF(any({ maxBytes: 9 })),
    'TypeError',
    /^avif: .*; it is an option of encode: target: \{ bytes: 50000 \}$/,
  ],
  [
    'reading',
    () => readImage('x.png', any({ limitInputPixels: 9 })),
    'TypeError',
    /^readImage: option 'limitInputPixels' is not known; it is maxPixels$/,
  ],
  [
    'decoding',
    () => decode('x', any({ out: 'y.png' })),
    'TypeError',
    /^decode: .*; it is to, a path$/,
  ],
]

test.each(calls)('%s', async (_name, call, error, message) => {
  const told = await failure(call)
  expect([told.constructor.name, told.message]).toEqual([error, expect.stringMatching(message)])
})

test('the names that encode knows are all told', async () => {
  const { message } = await failure(withOption({ xyzzyxyzzy: 1 }))
  for (const name of ['codec', 'options', 'to', 'target', 'quality']) {
    expect(message).toMatch(new RegExp(`known: .*\\b${name}\\b`))
  }
})

test('every name of ours is one that a codec or a call takes', () => {
  const ofCodecs = codecTable.flatMap((descriptor) => Object.keys(rowsOf(descriptor)))
  const ofCalls = [...decodeNames, 'target', 'background', 'codec']
  for (const [owner, names, option] of foreignRows) {
    expect(names.split(' ')).not.toContain(option)
    if (option !== '') expect(owner === 'codec' ? ofCodecs : ofCalls).toContain(option)
  }
})
