import { be, concat } from './bytes'
import { boxes } from './bmff'
import { headerBoxes, isJp2, jp2Components } from './jp2'

const [COLOUR, OPACITY] = [0, 1]
const WHOLE_PICTURE = 0

const u16 = (value: number): number[] => [value >> 8, value & 255]

/** Channel definition (T.800 I.5.3.6): every component its colour, the last one opacity of all. */
function channelDefinition(components: number): Uint8Array {
  const fields = Array.from({ length: components }, (_, i) => {
    const alpha = i === components - 1
    return [i, alpha ? OPACITY : COLOUR, alpha ? WHOLE_PICTURE : i + 1].flatMap(u16)
  }).flat()
  const body = [...u16(components), ...fields]
  return Uint8Array.from([...u16(0), ...u16(8 + body.length), ...Buffer.from('cdef'), ...body])
}

/**
 * The JP2 file with its last component declared alpha, as libavcodec leaves it out: readers that keep
 * to the standard show such a file without. The bytes themselves where it has a definition or no boxes.
 */
export function withAlphaChannel(bytes: Uint8Array): Uint8Array {
  if (!isJp2(bytes) || headerBoxes(bytes).some(({ type }) => type === 'cdef')) return bytes
  const header = [...boxes(bytes, 0, bytes.length, 'JP2')].find(({ type }) => type === 'jp2h')!
  const box = channelDefinition(jp2Components(bytes))
  const changed = Buffer.from(bytes)
  changed.writeUInt32BE(be(bytes, header.start, 4) + box.length, header.start)
  return concat([changed.subarray(0, header.end), box, changed.subarray(header.end)])
}
