// The public names of nodecodecs.
export * from './classes'
export { Codec } from './codec'
export type {
  Applied,
  ApplyOptions,
  DecodeOptions,
  EncodedBytes,
  EncodeOptions,
  Restored,
  SearchTry,
} from './calls'
export { TargetError } from './calls/target'
export type { Target } from './calls/target'
export type { FileMetadata, Metadata } from './metadata/types'
export { decode, encode } from './detect'
export { defineCodec } from './define'
export type { ProgramDescription, ProgramQuality } from './define'
export { codecs, createCodec } from './registry'
export type * from './option_types'
export type { CodecName, CodecOptions, CodecRow } from './registry'
export { CodecError } from './errors'
export type { CodecErrorCode } from './errors'
export { readImage, readImageSync, writeImage, writeImageSync } from './files'
export type { ReadOptions, WriteOptions } from './files'
export { readMetadata, writeMetadata } from './files/metadata'
export type { MetadataChoice } from './metadata/choice'
export type { Background } from './flow/flatten'
export type { ImageInput, PixelArray, PixelInput, PlanarImage, RawImage, Samples } from './image'
export type { SharpImage } from './sharp'
export type { FileSource } from './source'
export { probe, probeSync } from './probe/index'
export type { Probed, ProbeOptions } from './probe/index'
export { inspect } from './inspect'
export type { Inspection } from './inspect'
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
