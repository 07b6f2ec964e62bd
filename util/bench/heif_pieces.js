'use strict'
// What the files of util/bench/long_heif.js are put together of: a HEIF file by its items.
const { createCodec } = require('../..')

const u = (value, size) => {
  const bytes = Buffer.alloc(size)
  for (let i = size - 1; i >= 0; i--, value = Math.floor(value / 256)) bytes[i] = value % 256
  return bytes
}
const box = (type, ...parts) => {
  const body = Buffer.concat(parts.flat(2))
  return Buffer.concat([u(body.length + 8, 4), Buffer.from(type, 'latin1'), body])
}
const full = (type, version, flags, ...parts) => box(type, u(version, 1), u(flags, 3), parts)
const infe = (id, type, tail = Buffer.alloc(1)) =>
  full('infe', 3, 0, u(id, 4), u(0, 2), Buffer.from(type), tail)
const ref = (type, from, to) =>
  box(
    type,
    u(from, 4),
    u(to.length, 2),
    to.map((id) => u(id, 4)),
  )
const times = (count, make) => Array.from({ length: count }, (_, i) => make(i))
const location = ({ id, method = 0, extents }) => [
  u(id, 4),
  u(method, 2),
  u(0, 2),
  u(extents.length, 2),
  ...extents.map(([offset, length]) => Buffer.concat([u(0, 4), u(offset, 4), u(length, 4)])),
]
const association = ({ id, properties }) => [
  u(id, 4),
  u(properties.length, 1),
  ...properties.map((index) => u(index, 2)),
]

const SIDE = 16
const image = (channels = 3) => ({
  data: Buffer.alloc(SIDE * SIDE * channels, 100),
  width: SIDE,
  height: SIDE,
  channels,
})

/** The coded picture of a file of ours, and the box that configures its decoder. */
function parts(name, configuration) {
  const bytes = Buffer.from(createCodec(name).encodeSync(image()))
  const at = bytes.indexOf(configuration) - 4
  const data = bytes.indexOf('mdat') + 4
  return {
    configuration: bytes.subarray(at, at + bytes.readUInt32BE(at)),
    data: bytes.subarray(data),
  }
}

/** A file by what is in its meta box; `own(start)` are items and so on beside item 1. */
function file({
  brand = 'avif',
  type = 'av01',
  name = 'avif',
  config = 'av1C',
  data,
  own = () => ({}),
}) {
  const found = parts(name, config)
  const stream = data ? data(found.data) : found.data
  const ftyp = box('ftyp', Buffer.from(brand), u(0, 4), Buffer.from(`mif1${brand}`))
  const meta = (start) => {
    const {
      items = [],
      locations = [],
      references = [],
      properties = [],
      associations = [],
      idat,
      infos = [],
    } = own(start, stream)
    return full(
      'meta',
      0,
      0,
      full('pitm', 1, 0, u(1, 4)),
      full(
        'iinf',
        1,
        0,
        u(items.length + 1, 4),
        items.some((i) => i.id === 1) ? [] : [infe(1, type)],
        items.map((i) => infe(i.id, i.type, i.tail)),
        infos,
      ),
      full(
        'iloc',
        2,
        0,
        u(0x4404, 2),
        u(locations.length + 1, 4),
        ...location({
          id: items.some((i) => i.id === 1) ? 2 : 1,
          extents: [[start, stream.length]],
        }),
        locations.flatMap(location),
      ),
      full('iref', 1, 0, references),
      box(
        'iprp',
        box('ipco', full('ispe', 0, 0, u(SIDE, 4), u(SIDE, 4)), found.configuration, properties),
        full(
          'ipma',
          1,
          1,
          u(associations.length + 1, 4),
          ...association({ id: items.some((i) => i.id === 1) ? 2 : 1, properties: [1, 2] }),
          associations.flatMap(association),
        ),
      ),
      ...(idat ? [box('idat', idat)] : []),
    )
  }
  const start = ftyp.length + meta(0).length + 8
  return Buffer.concat([ftyp, meta(start), box('mdat', stream)])
}

/** `side` x `side` times one tile. */
function grid(more = () => ({}), side = 255) {
  const g = side
  const idat = Buffer.concat([Buffer.from([0, 1, g - 1, g - 1]), u(g * SIDE, 4), u(g * SIDE, 4)])
  return file({
    own: (start, stream) => {
      const extra = more(start, stream)
      return {
        items: [{ id: 1, type: 'grid' }, { id: 2, type: 'av01' }, ...(extra.items ?? [])],
        locations: [{ id: 1, method: 1, extents: [[0, idat.length]] }, ...(extra.locations ?? [])],
        references: [
          ref(
            'dimg',
            1,
            times(g * g, () => 2),
          ),
          ...(extra.references ?? []),
        ],
        properties: [
          full('ispe', 0, 0, u(g * SIDE, 4), u(g * SIDE, 4)),
          ...(extra.properties ?? []),
        ],
        associations: [{ id: 1, properties: [3] }, ...(extra.associations ?? [])],
        idat,
      }
    },
  })
}
const ALPHA = full('auxC', 0, 0, Buffer.from('urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0'))
/** The alpha of the tile that a grid shows everywhere. */
const tileAlpha = (start, { length }) => ({
  items: [{ id: 3, type: 'av01' }],
  locations: [{ id: 3, extents: [[start, length]] }],
  references: [ref('auxl', 3, [2])],
  properties: [ALPHA],
  associations: [{ id: 3, properties: [1, 2, 4] }],
})
const many = (n) =>
  times(n, (i) => ({ id: i + 2, type: 'mime', tail: Buffer.from('\0application/rdf+xml\0\0') }))

module.exports = { u, box, full, infe, ref, times, file, grid, tileAlpha, many }
