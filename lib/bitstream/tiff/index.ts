export { isTiff } from './directory'
export { inspectTiff, tiffSize, verifyTiff } from './inspect'
export { tiffBeyondLibav } from './libav'
export { tiffPages } from './pages'
