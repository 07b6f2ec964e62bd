import type { SearchTry } from '../calls/results'
import { grouped } from './output'

/** `try 3: quality 42, 74.13 with 12,345 bytes` */
export function tries(tell: (detail: string) => void): (one: SearchTry) => void {
  let count = 0
  return ({ quality, bytes, value }) => {
    const reached = value === undefined ? '' : `${Number(value.toPrecision(4))} with `
    tell(`try ${++count}: quality ${quality}, ${reached}${grouped(bytes)} bytes`)
  }
}
