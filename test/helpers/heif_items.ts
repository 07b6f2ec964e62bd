import { readHeif } from '../../lib/bitstream/heif'
import { fullBox, text, u32 } from '../../lib/bitstream/heif/box_writer'
import { codedItem } from '../../lib/bitstream/heif/coded'
import { codedProperties } from '../../lib/bitstream/heif/properties'
import type { CodecError } from '../../lib/errors'
import { codecFailureSync } from './failures'
import { drawPlanes, encodeAv1, encodeHevc } from './ffmpeg_streams'
import { buildHeif, type BuiltFile, type BuiltItem } from './heif_builder'

export const picture = drawPlanes('yuv444p', 64, 48)
const av1 = codedItem('av1', encodeAv1(picture))
export const hevc = codedItem('hevc', encodeHevc(picture, 'qp=20', ['-color_range', 'pc']))
export const mask = codedItem('av1', encodeAv1(drawPlanes('gray', 64, 48)))
export const payload = Buffer.from(av1.payload)
export const properties = codedProperties(av1).map((property) => property.box)
export const maskProperties = codedProperties(mask).map((property) => property.box)
export const AUXC = fullBox('auxC', 0, 0, text('urn:mpeg:mpegB:cicp:systems:auxiliary:alpha'), [0])
export const ispe = (width: number, height: number) =>
  fullBox('ispe', 0, 0, u32(width), u32(height))
export const whole = { offset: 0, length: payload.length }

export const item = (change: Partial<BuiltItem> = {}): BuiltItem => ({
  id: 1,
  type: 'av01',
  extents: [whole],
  properties: [1, 2, 3 + 128],
  ...change,
})

export const simple = (
  change: Partial<BuiltFile> = {},
  first: Partial<BuiltItem> = {},
): Uint8Array => buildHeif({ items: [item(first)], properties, mdat: payload, ...change })

export const failure = (file: Uint8Array, options = {}): CodecError =>
  codecFailureSync(() => {
    const { image } = readHeif(file, options)
    for (let i = 0; i < image.count; i++) image.tile(i)
  })
