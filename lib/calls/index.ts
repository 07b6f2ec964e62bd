export { applyCall } from './apply'
export { encodeCall } from './encode'
export type { ApplyOptions, CodecEncodeOptions } from './options'
export type { Applied, EncodedBytes, Restored, SearchTry } from './results'
