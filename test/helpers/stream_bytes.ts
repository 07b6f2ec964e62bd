import { concat } from '../../lib/bitstream/bytes'
import type { Section } from '../../lib/bitstream/section'

export const expectDamage = (call: () => unknown, message: RegExp | string): void => {
  expect(call).toThrow(message)
  expect(call).toThrow(expect.objectContaining({ code: 'ERR_DECODE' }))
}

/** A copy with other bytes at `at`. */
export function patched(bytes: Uint8Array, at: number, ...values: number[]): Uint8Array {
  const copy = Uint8Array.from(bytes)
  copy.set(values, at)
  return copy
}

/** A copy with more bytes at `at`. */
export const inserted = (bytes: Uint8Array, at: number, more: Uint8Array): Uint8Array =>
  concat([bytes.subarray(0, at), more, bytes.subarray(at)])

export const text = (characters: string): Uint8Array =>
  Uint8Array.from(Buffer.from(characters, 'latin1'))
export const names = (sections: Section[]): string[] => sections.map(({ name }) => name)

export const offsetOf = (sections: Section[], name: string): number =>
  sections.find((section) => section.name === name)!.offset
