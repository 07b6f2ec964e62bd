import { checkSettings, optionsFor, parseSetting } from '../../lib/cli/settings'
import { codecOfPath, formatOfPath } from '../../lib/codecs/recognise'
import { wrap } from '../../lib/cli/describe'
import { columns, grouped } from '../../lib/cli/output'
import { findDescriptor } from '../../lib/registry'

describe('parseSetting', () => {
  test.each([
    ['preset=slow', { key: 'preset', value: 'slow' }],
    ['lossless', { key: 'lossless', value: 'true' }],
    ['preset=', { key: 'preset', value: '' }],
    ['x265.preset=slow', { codec: 'x265', key: 'preset', value: 'slow' }],
    ['ffmpeg:libx262.options.g=1', { codec: 'ffmpeg:libx262', key: 'options.g', value: '1' }],
    ['options.x265-params=rd=4:a=b', { key: 'options.x265-params', value: 'rd=4:a=b' }],
    ['x265.options.k=v', { codec: 'x265', key: 'options.k', value: 'v' }],
    ['ffmpegPath=/a=b/c.d', { key: 'ffmpegPath', value: '/a=b/c.d' }],
  ])('%s', (text, setting) => {
    expect(parseSetting(text, [{ key: 'a', value: '1' }])).toEqual([
      { key: 'a', value: '1' },
      setting,
    ])
  })

  test.each(['', '=', '=slow'])('refuses %j', (text) => {
    expect(() => parseSetting(text)).toThrow('Expected KEY=VALUE')
  })
})

describe('optionsFor', () => {
  const options = (name: string, ...texts: string[]) =>
    optionsFor(
      findDescriptor(name),
      texts.flatMap((text) => parseSetting(text)),
    )

  test('gives each value the type of its row', () => {
    expect(
      options(
        'x265',
        'preset=slow',
        'threads=2',
        'lossless=false',
        'timeout=1.5e3',
        'ffmpegPath=7',
      ),
    ).toEqual({ preset: 'slow', threads: 2, lossless: false, timeout: 1500, ffmpegPath: '7' })
    expect(options('bpg', 'bitDepth=10', 'format=420')).toEqual({ bitDepth: 10, format: '420' })
  })

  test('leaves what does not fit as text, for the constructor to refuse', () => {
    expect(options('x265', 'threads=two', 'lossless=1', 'threads=', 'nope=3')).toEqual({
      threads: '',
      lossless: '1',
      nope: '3',
    })
  })

  test("gathers the encoder's own, and leaves out those of other codecs", () => {
    expect(
      options('x265', 'options.a=1', 'x265.options.b=c=d', 'x264.preset=slow', 'x265.tune=psnr'),
    ).toEqual({ tune: 'psnr', options: { a: '1', b: 'c=d' } })
  })

  test('checkSettings refuses those of a codec that is not in the call', () => {
    expect(() => checkSettings(parseSetting('x264.preset=slow'), ['x265', 'webp'])).toThrow(
      new RangeError('--set x264.preset: expected one of x265, webp, got x264'),
    )
  })
})

test.each([
  ['a.ivf', 'vp9'],
  ['a.b.WEBP', 'webp'],
  ['a.jpg', 'jpeg'],
  ['a.j2c', 'jpeg2000'],
  ['a.bpg', 'bpg'],
  ['a.txt', undefined],
  ['a', undefined],
])('codecOfPath(%j) is %s', (path, name) => expect(codecOfPath(path)?.name).toBe(name))

test.each([
  ['av1', 'a.ivf', 'ivf'],
  ['av1', 'a.obu', 'obu'],
  ['av1', 'a.xyz', undefined],
  ['jpeg2000', 'a.jpc', 'j2k'],
  ['vp9', 'a.ivf', undefined],
  ['bpg', 'a.bpg', undefined],
])('formatOfPath(%s, %j) is %s', (name, path, format) => {
  expect(formatOfPath(findDescriptor(name), path)).toBe(format)
})

test('columns align and end without blanks', () => {
  expect(
    columns(
      [{ title: 'a' }, { title: 'n', align: 'right' }, { title: '' }],
      [
        ['xyz', '1'],
        ['b', '22', 'c'],
      ],
    ),
  ).toBe('a     n\nxyz   1\nb    22  c')
})

test('wrap breaks between words only', () => {
  expect(wrap('one two three-and-more four', 8)).toBe('one two\nthree-and-more\nfour')
})

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [12345678, '12,345,678'],
])('grouped(%d) is %s', (n, text) => expect(grouped(n)).toBe(text))
