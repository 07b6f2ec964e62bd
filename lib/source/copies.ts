/** Copies of a caller's bytes that nobody else can change, and the memory that each was made of. */
const origins = new WeakMap<ArrayBufferLike, ArrayBufferLike>()

export function copyOf(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(bytes)
  origins.set(copy.buffer, bytes.buffer)
  return copy
}

/** Whether the bytes are such a copy. */
export const isCopy = ({ buffer }: Uint8Array): boolean => origins.has(buffer)

/** The memory that the caller knows these bytes by. */
export const originOf = ({ buffer }: Uint8Array): ArrayBufferLike => origins.get(buffer) ?? buffer
