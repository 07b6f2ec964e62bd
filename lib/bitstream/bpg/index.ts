export { type BpgExtensions } from './extensions'
export {
  bpgHeader,
  isBpg,
  type BpgAlpha,
  type BpgChroma,
  type BpgColorSpace,
  type BpgHeader,
  type BpgSiting,
} from './header'
export { inspectBpg } from './inspect'
export { readBpg, type BpgFile } from './read'
export { bpgSize, verifyBpg } from './verify'
export { replaceExtensions, writeBpg, type BpgPicture } from './write'
