import { concat } from '../bytes'

/** Bytes of a box's body: a run of them, or integers 0 to 255. */
export type Part = Uint8Array | readonly number[]

export const u16 = (value: number): number[] => [(value >>> 8) & 255, value & 255]
export const u32 = (value: number): number[] => [
  ...u16(Math.floor(value / 65536)),
  ...u16(value % 65536),
]

/** Latin-1 text, without a final 0. */
export const text = (value: string): number[] => Array.from(value, (c) => c.charCodeAt(0))

/** A box with a 32-bit size (ISO/IEC 14496-12 4.2); the body must be shorter than 4 GiB. */
export function box(type: string, ...parts: Part[]): Uint8Array {
  const body = parts.map((part) => (part instanceof Uint8Array ? part : Uint8Array.from(part)))
  const length = 8 + body.reduce((sum, part) => sum + part.length, 0)
  return concat([Uint8Array.from([...u32(length), ...text(type)]), ...body])
}

/** A box with version and flags. */
export const fullBox = (
  type: string,
  version: number,
  flags: number,
  ...parts: Part[]
): Uint8Array => box(type, [version, flags >>> 16, ...u16(flags & 0xffff)], ...parts)
