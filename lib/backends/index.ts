import type { Backend } from './backend'
import { cliBackend } from './cli'
import { nativeBackend } from './native'
import { ffmpegBackend } from './ffmpeg'

export type BackendName = 'native' | 'ffmpeg' | 'cli'

export const backends: Readonly<Record<BackendName, Backend>> = {
  native: nativeBackend,
  ffmpeg: ffmpegBackend,
  cli: cliBackend,
}
