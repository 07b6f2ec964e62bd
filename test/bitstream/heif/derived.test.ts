import { isHeif, readHeif } from '../../../lib/bitstream/heif'

import { verifyHeif } from '../../../lib/bitstream/heif/verify'
import { AVIF, readMetadata, writeMetadata } from '../../../lib'
import { codecFailureSync } from '../../helpers/failures'
import { drawPlanes, encodeAv1 } from '../../helpers/ffmpeg_streams'
import { writeHeif } from '../../../lib/bitstream/heif'
import { Assembly, AUXC, irot, ispe, overlayData } from '../../helpers/heif_derived'

const NONE = new Uint8Array(0)
const FILL = [0, 0, 0, 0xffff]
const stream = encodeAv1(drawPlanes('yuv420p', 64, 48))
const picture = writeHeif({ codec: 'av1', stream, width: 64, height: 48 })

const failure = (file: Uint8Array, options = {}) => codecFailureSync(() => readHeif(file, options))

/** An overlay of `count` times the same picture. */
function overlay(count: number, size: [number, number] = [100, 80], data?: Uint8Array) {
  const file = new Assembly()
  const id = file.picture(picture)
  const ids = Array.from({ length: count }, () => id)
  const places = ids.map(() => ({ x: 0, y: 0 }))
  const written = data ?? overlayData(FILL, size, places)
  return file.file(file.derive('iovl', ids, written, ispe(100, 80)))
}

describe('what is asked before anything is decoded', () => {
  test('the canvas and all that lies on it', () => {
    const pixels = 100 * 80 + 3 * 64 * 48
    expect(readHeif(overlay(3), { maxPixels: pixels }).overlay!.layers).toHaveLength(3)
    expect(failure(overlay(3), { maxPixels: pixels - 1 })).toMatchObject({ code: 'ERR_LIMIT' })
    expect(failure(overlay(257))).toMatchObject({ code: 'ERR_LIMIT' })
    const huge = overlay(1, [65535, 65535])
    expect(failure(huge)).toMatchObject({ code: 'ERR_LIMIT' })
  })

  test('how deep pictures are made of others, and that of no circle', () => {
    const file = new Assembly()
    let id = file.picture(picture)
    for (let i = 0; i < 6; i++) id = file.derive('iden', [id], NONE, ispe(64, 48))
    expect(readHeif(file.file(id - 2)).image.count).toBe(1)
    expect(failure(file.file(id)).message).toContain('too deeply')
    const circle = new Assembly()
    expect(failure(circle.file(circle.derive('iden', [1], NONE, ispe(64, 48)))).message).toContain(
      'too deeply',
    )
  })

  test('fans of overlays on overlays', () => {
    const file = new Assembly()
    let id = file.picture(picture)
    for (let i = 0; i < 4; i++) {
      const ids = Array.from({ length: 60 }, () => id)
      const data = overlayData(
        FILL,
        [1, 1],
        ids.map(() => ({ x: 0, y: 0 })),
      )
      id = file.derive('iovl', ids, data, ispe(1, 1))
    }
    expect(failure(file.file(id))).toMatchObject({ code: 'ERR_LIMIT' })
  })
})

describe('damage', () => {
  test.each<[string, Uint8Array, string]>([
    ['another size than ispe', overlay(1, [100, 81]), 'ispe says 100x80'],
    ['no pictures', overlay(0), 'has no pictures'],
    ['half of its places', overlay(2, [100, 80], overlayData(FILL, [100, 80], [])), 'too early'],
  ])('an overlay of %s', (_, file, message) => {
    expect(failure(file)).toMatchObject({
      code: 'ERR_DECODE',
      message: expect.stringContaining(message),
    })
  })

  test('an identity of two, or of none', () => {
    for (const count of [0, 2]) {
      const file = new Assembly()
      const id = file.picture(picture)
      const from = Array.from({ length: count }, () => id)
      const made = file.file(file.derive('iden', from, NONE, ispe(64, 48)))
      expect(failure(made).message).toContain(`from ${count} items`)
    }
  })

  test('in a picture of an overlay', () => {
    expect(() => verifyHeif(overlay(2))).not.toThrow()
    const file = new Assembly()
    const id = file.add('av01', Uint8Array.of(0x0a, 0x10, 0), [])
    const made = file.file(
      file.derive('iovl', [id], overlayData(FILL, [100, 80], [{ x: 0, y: 0 }]), ispe(100, 80)),
    )
    expect(codecFailureSync(() => verifyHeif(made))).toMatchObject({ code: 'ERR_DECODE' })
  })
})

test('alpha of an identity is its own, or that of its picture', () => {
  const mask = encodeAv1(drawPlanes('gray', 64, 48))
  const withAlpha = writeHeif({
    ...{ codec: 'av1', stream, width: 64, height: 48 },
    alpha: { stream: mask },
  })
  const file = new Assembly()
  const inner = file.picture(withAlpha, irot(1))
  const id = file.derive('iden', [inner], NONE, ispe(48, 64))
  expect(readHeif(file.file(id)).alpha).toMatchObject({ width: 64, height: 48 })
  const own = new Assembly()
  const plainPicture = own.picture(picture)
  const derived = own.derive('iden', [plainPicture], NONE, ispe(64, 48))
  const { image } = readHeif(withAlpha)
  expect(image.count).toBe(1)
  own.refer(
    'auxl',
    own.picture(writeHeif({ codec: 'av1', stream: mask, width: 64, height: 48 }), AUXC),
    [derived],
  )
  expect(readHeif(own.file(derived)).alpha).toMatchObject({ chroma: '400' })
})

test('metadata of derived pictures', () => {
  const file = new Assembly()
  const id = file.derive('iden', [file.picture(picture)], NONE, ispe(64, 48), irot(1))
  const xmp = Buffer.from('<x/>')
  const changed = writeMetadata(file.file(id), { xmp })
  expect(Buffer.from(readMetadata(changed).xmp!)).toEqual(xmp)
  expect(readHeif(changed).transforms).toEqual([{ type: 'irot', angle: 90 }])
  expect(codecFailureSync(() => writeMetadata(overlay(1), { xmp }))).toMatchObject({
    code: 'ERR_ENCODE',
    message: expect.stringContaining('overlay'),
  })
})

test('pictures that name different colours are told', () => {
  const file = new Assembly()
  const wide = { primaries: 12, transfer: 13, matrix: 6, fullRange: true }
  const ids = [
    file.picture(picture),
    file.picture(writeHeif({ codec: 'av1', stream, width: 64, height: 48, nclx: wide })),
  ]
  const data = overlayData(
    FILL,
    [100, 80],
    [
      { x: 0, y: 0 },
      { x: 1, y: 1 },
    ],
  )
  const made = file.file(file.derive('iovl', ids, data, ispe(100, 80)))
  expect(isHeif(made)).toBe(true)
  expect(readHeif(made).warnings).toEqual([expect.stringContaining('different colours')])
  expect(readHeif(overlay(2)).warnings).toBeUndefined()
  if (!new AVIF().available()) return
  expect(new AVIF().decodeSync(made).warnings).toEqual([
    expect.stringContaining('different colours'),
  ])
})
