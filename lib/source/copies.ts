/** Bytes that nobody else can change, and the memory that each was copied from: its own, of a file's. */
const origins = new WeakMap<ArrayBufferLike, ArrayBufferLike>()

export function copyOf(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(bytes)
  origins.set(copy.buffer, bytes.buffer)
  return copy
}

/** Bytes that we have read or made: nobody else has their memory, unless it is Node's pool. */
export function ownBytes(bytes: Uint8Array): Uint8Array {
  if (bytes.length === bytes.buffer.byteLength) origins.set(bytes.buffer, bytes.buffer)
  return bytes
}

/** Whether nobody else can change the bytes. */
export const isCopy = ({ buffer }: Uint8Array): boolean => origins.has(buffer)

/** The memory that the caller knows these bytes by. */
export const originOf = ({ buffer }: Uint8Array): ArrayBufferLike => origins.get(buffer) ?? buffer
