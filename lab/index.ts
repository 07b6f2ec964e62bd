// The public names of nodecodecs/lab.
export * from './results/index'
export { sweep } from './sweep/sweep'
export type { CodecSpec, Qualities, SweepOptions, SweepProgress, SweepRows } from './sweep/options'
export { isDocument, readDocument, type SweepDocument } from './sweep/document'
export { parseCodec } from './sweep/codecs'
export { parseQualities } from './sweep/qualities'
export { parseShard, type Shard } from './sweep/shard'
export type { PictureSource } from './pictures/sources'
