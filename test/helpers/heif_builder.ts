import { box, fullBox, text, u16, u32, type Part } from '../../lib/bitstream/heif/box_writer'

/** A piece of an item: `offset` from the start of mdat, idat or the other item, by the method. */
interface BuiltExtent {
  index?: number
  offset: number
  length: number
}

/** An item of a file made by hand. */
export interface BuiltItem {
  id: number
  type: string
  protection?: number
  /** Not to be shown by itself: a tile, an alpha plane. */
  hidden?: boolean
  infeTail?: Part
  method?: 0 | 1 | 2
  extents: BuiltExtent[]
  /** 1-based indices of properties; + 128: essential. */
  properties?: number[]
}

/** A HEIF file made by hand, to have what our writer and common programs do not write. */
export interface BuiltFile {
  brand?: string
  /** Compatible brands; default: mif1, miaf. */
  compatible?: string
  items: BuiltItem[]
  properties: Uint8Array[]
  references?: [type: string, from: number, to: number[]][]
  primary?: number
  idat?: Uint8Array
  mdat?: Uint8Array
  /** 1: construction methods; 2: item ids of 32 bits too. Version 0 has neither. */
  ilocVersion?: 0 | 1 | 2
  /** Fields of 8 bytes, and the start of mdat as the base offset. */
  wide?: boolean
  dataReference?: number
}

const u64 = (value: number): number[] => [
  ...u32(Math.floor(value / 2 ** 32)),
  ...u32(value % 2 ** 32),
]

export function buildHeif(file: BuiltFile): Uint8Array {
  const ftyp = box('ftyp', text(file.brand ?? 'avif'), u32(0), text(file.compatible ?? 'mif1miaf'))
  const size = meta(file, 0).length
  const start = ftyp.length + size + 8
  return Buffer.concat([ftyp, meta(file, start), box('mdat', file.mdat ?? [])])
}

function meta(file: BuiltFile, mdatStart: number): Uint8Array {
  const { items, references = [], properties } = file
  const associated = items.filter((item) => item.properties)
  return fullBox(
    'meta',
    0,
    0,
    fullBox('hdlr', 0, 0, u32(0), text('pict'), new Uint8Array(13)),
    fullBox('pitm', 0, 0, u16(file.primary ?? items[0]!.id)),
    iloc(file, mdatStart),
    fullBox(
      'iinf',
      0,
      0,
      u16(items.length),
      ...items.map(({ id, type, protection = 0, hidden = false, infeTail = [0] }) =>
        fullBox('infe', 2, Number(hidden), u16(id), u16(protection), text(type), infeTail),
      ),
    ),
    fullBox(
      'iref',
      0,
      0,
      ...references.map(([type, from, to]) =>
        box(type, u16(from), u16(to.length), to.flatMap(u16)),
      ),
    ),
    box(
      'iprp',
      box('ipco', ...properties),
      fullBox(
        'ipma',
        0,
        0,
        u32(associated.length),
        ...associated.map(({ id, properties: list = [] }) => [...u16(id), list.length, ...list]),
      ),
    ),
    ...(file.idat ? [box('idat', file.idat)] : []),
  )
}

function iloc(
  { items, ilocVersion = 1, wide = false, dataReference = 0 }: BuiltFile,
  mdatStart: number,
): Uint8Array {
  const field = wide ? u64 : u32
  const id = ilocVersion === 2 ? u32 : u16
  const sizes = (wide ? [0x88, 0x80] : [0x44, 0x00]) as [number, number]
  // libheif 1.15 overlooks an index in version 1, so it is only there where it is needed.
  const indexed = items.some(({ extents }) => extents.some(({ index }) => index !== undefined))
  if (indexed) sizes[1] |= 4
  const entries = items.flatMap((item) => {
    const inFile = (item.method ?? 0) === 0
    const shift = inFile && !wide ? mdatStart : 0
    return [
      ...id(item.id),
      ...(ilocVersion > 0 ? u16(item.method ?? 0) : []),
      ...u16(dataReference),
      ...(wide ? u64(inFile ? mdatStart : 0) : []),
      ...u16(item.extents.length),
      ...item.extents.flatMap(({ index = 0, offset, length }) => [
        ...(indexed ? u32(index) : []),
        ...field(offset + shift),
        ...field(length),
      ]),
    ]
  })
  return fullBox('iloc', ilocVersion, 0, sizes, id(items.length), entries)
}
