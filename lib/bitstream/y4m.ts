import { parsePixelFormat } from '../pixelformat'
import { damaged } from './bytes'

// YUV4MPEG2, one frame: a line of tags, FRAME, the planes (mjpegtools, yuv4mpeg(5)).

/** A frame as a header tells it. */
export interface Y4mFrame {
  width: number
  height: number
  pixelFormat: string
  range?: 'full' | 'limited'
  /** The first frame's planes, rows without padding. */
  raw: Uint8Array
}

/** yuv420p10le -> C420p10, as FFmpeg and the codecs' programs write it. */
function chromaTag(pixelFormat: string): string {
  const format = parsePixelFormat(pixelFormat)!
  const deep = format.depth > 8
  if (format.model === 'gray') return deep ? `mono${format.depth}` : 'mono'
  const chroma = /^yuv(4\d\d)p/.exec(pixelFormat)![1]!
  // our chroma lies in the middle of its luma samples, as JPEG's
  if (chroma === '420' && !deep) return '420jpeg'
  return deep ? `${chroma}p${format.depth}` : chroma
}

/** Whether a header can say this pixel format. */
export const isY4mFormat = (pixelFormat: string): boolean =>
  /^(yuv4(20|22|44)p|gray)(\d+le)?$/.test(pixelFormat)

export function y4mHeader(
  pixelFormat: string,
  width: number,
  height: number,
  range: 'full' | 'limited',
): Uint8Array {
  const tags = `W${width} H${height} F25:1 Ip A1:1 C${chromaTag(pixelFormat)}`
  const text = `YUV4MPEG2 ${tags} XCOLORRANGE=${range.toUpperCase()}\nFRAME\n`
  return Buffer.from(text, 'latin1')
}

function pixelFormatOf(tag: string): string {
  const [, family, depth] = /^(420|422|444|mono)(?:p?(\d+))?(?:jpeg|mpeg2|paldv)?$/.exec(tag) ?? []
  if (family === undefined) throw damaged('Y4M', `the chroma format 'C${tag}' is not supported`)
  const name = family === 'mono' ? 'gray' : `yuv${family}p`
  return depth === undefined || depth === '8' ? name : `${name}${depth}le`
}

/** ERR_DECODE for what is no such file; the planes may be cut short. */
export function readY4m(bytes: Uint8Array): Y4mFrame {
  const text = Buffer.from(bytes.subarray(0, 1024)).toString('latin1')
  const [, tags, frame] = /^YUV4MPEG2((?: [^ \n]+)*) ?\n(FRAME[^\n]*\n)/.exec(text) ?? []
  if (tags === undefined || frame === undefined) throw damaged('Y4M', 'no header')
  const tag = (letter: string) => new RegExp(` ${letter}([^ ]*)`).exec(tags)?.[1]
  const [width, height] = [Number(tag('W')), Number(tag('H'))]
  if (!(width > 0 && height > 0)) throw damaged('Y4M', 'no size')
  const range = tag('XCOLORRANGE=')?.toLowerCase()
  const from = text.indexOf(frame) + frame.length
  return {
    width,
    height,
    pixelFormat: pixelFormatOf(tag('C') ?? '420jpeg'),
    ...(range === 'full' || range === 'limited' ? { range } : {}),
    raw: bytes.subarray(from),
  }
}
