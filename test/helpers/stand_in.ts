import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ffmpegInfo } from '../../lib/backends/programs'

/** A program of test/programs. */
export const standIn = (name: string) => join(__dirname, '../programs', `${name}.js`)

/** An ffmpeg that answers what it can do, and runs `body` instead of a job; $REAL is the real one. */
export class StandIn {
  readonly folder = mkdtempSync(join(tmpdir(), 'nodecodecs-test-'))

  constructor(body: string) {
    this.replace(`case " $* " in *" -i "*) ${body} ;; esac\nexec "$REAL" "$@"`)
  }

  /** All that it does from now on. */
  replace(script: string): void {
    const real = ffmpegInfo()!.path
    const file = join(this.folder, 'ffmpeg')
    writeFileSync(file, `#!/bin/sh\nREAL='${real}'\n${script}\n`, { mode: 0o755 })
  }

  get options() {
    return { backend: 'ffmpeg', ffmpegPath: this.folder } as const
  }

  remove(): void {
    rmSync(this.folder, { recursive: true })
  }
}
