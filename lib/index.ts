// The public names of nodecodecs.
export * from './classes'
export { Codec } from './codec'
export type {
  Applied,
  ApplyOptions,
  EncodedBytes,
  CodecEncodeOptions,
  Restored,
  SearchTry,
} from './calls'
export type { CodecDecodeOptions } from './calls/decode'
export { TargetError } from './calls/target'
export type { Target } from './calls/target'
export type { FileMetadata, Metadata } from './metadata/types'
export { decode, decodeSync, encode, encodeSync } from './detect'
export type { DecodeOptions, EncodeOptions } from './detect'
export { defineCodec } from './registry/define'
export type { ProgramDescription, ProgramQuality } from './registry/define'
export { codecs, createCodec } from './registry'
export type * from './options/types'
export type { CodecName, CodecOptions, CodecRow, CodecsOptions } from './registry'
export { concurrency } from './process/at_once'
export { CodecError } from './errors'
export type { CodecErrorCode } from './errors'
export { readImage, readImageSync, writeImage, writeImageSync } from './files'
export type { ReadOptions, WriteOptions } from './files'
export type { WaitOptions } from './files/limits'
export { readMetadata, writeMetadata } from './files/metadata'
export type { MetadataChoice } from './metadata/choice'
export type { Background } from './flow/flatten'
export type {
  ChannelOrder,
  FloatArray,
  ImageInput,
  PixelArray,
  PixelInput,
  PlanarImage,
  RawImage,
  Samples,
  TensorImage,
} from './image'
export { unstack } from './image/batch'
export type { Batch, UnstackOptions } from './image/batch'
export type { SharpImage } from './image/sharp'
export type { FileSource } from './source'
export { probe, probeSync } from './probe/index'
export type { Probed, ProbeOptions } from './probe/index'
export { inspect } from './probe/inspect'
export type { Inspection } from './probe/inspect'
export type { Section, SectionKind } from './bitstream/section'
export { metrics, metricsSync } from './calls/compare'
export type { MetricsOptions, MetricValues } from './metrics/index'
export { defineMetric, metricNames, metricRows } from './metrics/names'
export type { DefinedMetric, MetricDescription } from './metrics/names'
export type { MetricRow } from './metrics/row'
export type { MetricName } from './metrics/names'
export { bdQuality, bdRate } from './bjontegaard/index'
export { rateDifferences } from './bjontegaard/difference'
export type { RateDifferences } from './bjontegaard/difference'
export type { BdOptions, BdQualityResult, BdRateResult, RdCurve } from './bjontegaard/index'
