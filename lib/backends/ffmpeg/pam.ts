import { CodecError } from '../../errors'

/** Interleaved samples, rows from top to bottom. */
export interface PixelData {
  /** height * width * channels; Uint16Array (host byte order) for more than 8 bits. */
  data: Uint8Array | Uint16Array
  width: number
  height: number
  /** 1 gray, 2 gray and alpha, 3 RGB, 4 RGBA. */
  channels: number
  /** 1-16 */
  bitDepth: number
}

/**
 * Reads a PAM picture (http://netpbm.sourceforge.net/doc/pam.html), as the ffmpeg program writes
 * it: magic "P7", one field per line, "ENDHDR", samples big-endian where MAXVAL > 255.
 * @throws CodecError ERR_DECODE
 */
export function parsePam(bytes: Uint8Array): PixelData {
  const header = Buffer.from(bytes.subarray(0, 512)).toString('latin1')
  const end = header.indexOf('\nENDHDR\n')
  if (!header.startsWith('P7\n') || end < 0) throw damaged('no header')
  const field = (name: string) => {
    const value = new RegExp(`^${name} (\\d+)$`, 'm').exec(header.slice(0, end))?.[1]
    if (value === undefined) throw damaged(`no ${name}`)
    return Number(value)
  }
  const [width, height, channels] = [field('WIDTH'), field('HEIGHT'), field('DEPTH')]
  const maximum = field('MAXVAL')
  const bitDepth = Math.log2(maximum + 1)
  if (!Number.isInteger(bitDepth)) throw damaged(`MAXVAL ${maximum}`)
  const samples = bytes.subarray(end + '\nENDHDR\n'.length)
  const length = width * height * channels
  const wanted = bitDepth > 8 ? 2 * length : length
  if (samples.length < wanted) throw damaged(`${samples.length} of ${wanted} bytes of samples`)
  const data = bitDepth > 8 ? bigEndianWords(samples, length) : samples.slice(0, length)
  return { data, width, height, channels, bitDepth }
}

function bigEndianWords(bytes: Uint8Array, length: number): Uint16Array {
  const words = new Uint16Array(length)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let i = 0; i < length; i++) words[i] = view.getUint16(2 * i)
  return words
}

const damaged = (what: string) => new CodecError('ERR_DECODE', `not a whole PAM picture: ${what}`)
