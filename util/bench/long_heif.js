'use strict'
// HEIF files whose boxes name as much as their format lets them. Used by util/bench/long_files.js.
const { createCodec } = require('../..')
const { u, box, full, infe, ref, times, file, grid, tileAlpha, many } = require('./heif_pieces')

const HEIF = {
  'heif: 20,000 items, cdsc': () =>
    file({
      own: () => ({
        items: many(20000),
        references: times(20000, () => ref('cdsc', 4000000, [1])),
      }),
    }),
  'heif: 65,000 items': () => file({ own: () => ({ items: many(65000) }) }),
  'heif: 60,000 items describe the first': () =>
    file({
      own: () => ({ items: many(60000), references: times(60000, (i) => ref('cdsc', i + 2, [1])) }),
    }),
  'heif: 40,000 alpha items': () =>
    file({
      own: () => ({
        items: times(40000, (i) => ({ id: i + 2, type: 'av01' })),
        references: times(40000, (i) => ref('auxl', i + 2, [1])),
        properties: [full('auxC', 0, 0, Buffer.from('urn:other\0'))],
        associations: times(40000, (i) => ({ id: i + 2, properties: [3] })),
      }),
    }),
  'heif: auxl to one item': () =>
    grid(() => ({
      references: times(3, () =>
        ref(
          'auxl',
          5,
          times(65000, () => 7),
        ),
      ),
    })),
  'heif: grid of 65,025': () => grid(),
  'heif: grid of 65,025 and alpha': () => grid(tileAlpha),
  'heif: grid of 7,921 and alpha': () => grid(tileAlpha, 89),
  'heif: extents': () =>
    file({
      own: (start) => ({
        items: [{ id: 2, type: 'Exif' }],
        references: [ref('cdsc', 2, [1])],
        locations: [{ id: 2, extents: times(65535, () => [start, 1]) }],
      }),
    }),
  'heif: extents in all items': () =>
    file({
      own: (start) => ({
        items: times(100, (i) => ({ id: i + 2, type: 'mime' })),
        locations: times(100, (i) => ({ id: i + 2, extents: times(1300, () => [start, 1]) })),
      }),
    }),
  'heif: properties': () =>
    file({
      own: () => ({
        properties: times(65000, () => box('free', Buffer.alloc(200))),
        associations: times(900, (i) => ({ id: i + 9, properties: times(255, (j) => j + 3) })),
      }),
    }),
  'heif: name of 16 MB': () =>
    file({ own: () => ({ infos: [infe(9, 'mime', Buffer.alloc(2 ** 24, 'x'))] }) }),
  'heif: XMP of 16 MB': () =>
    file({
      data: (data) => Buffer.concat([data, Buffer.alloc(2 ** 24, 'x')]),
      own: (start, stream) => ({
        items: many(1),
        references: [ref('cdsc', 2, [1])],
        locations: [{ id: 2, extents: [[start + 30, stream.length - 30]] }],
      }),
    }),
  'heif: OBUs': () =>
    file({
      data: (data) => Buffer.concat([data, Buffer.alloc(2 * 65000, Buffer.from([0x7a, 0]))]),
    }),
  'heic: NAL units': () =>
    file({
      brand: 'heic',
      type: 'hvc1',
      name: 'heic',
      config: 'hvcC',
      data: (data) =>
        Buffer.concat([data, Buffer.alloc(7 * 16000, Buffer.from([0, 0, 0, 3, 0x50, 1, 0x80]))]),
    }),
  'heic: one unit of 16 MB': () =>
    file({
      brand: 'heic',
      type: 'hvc1',
      name: 'heic',
      config: 'hvcC',
      data: (data) =>
        Buffer.concat([
          data,
          u(2 ** 24, 4),
          Buffer.from([0x50, 1]),
          Buffer.alloc(2 ** 24 - 2, 0x80),
        ]),
    }),
  'avif: 2000 x 2000 RGBA, premultiplied': () =>
    Buffer.from(
      createCodec('avif', { premultiplied: true, speed: 8 }).encodeSync({
        data: Buffer.alloc(16e6, 100),
        width: 2000,
        height: 2000,
        channels: 4,
      }),
    ),
}

module.exports = { HEIF }
