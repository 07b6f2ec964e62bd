import type { Backend } from './backend'
import { cliBackend } from './files'
import { nativeBackend } from './native'
import { ffmpegBackend } from './pipe'

export type BackendName = 'native' | 'ffmpeg' | 'cli'

export const backends: Readonly<Record<BackendName, Backend>> = {
  native: nativeBackend,
  ffmpeg: ffmpegBackend,
  cli: cliBackend,
}
