import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { CodecError } from '../../../lib/index'

const program = 'rsvg-convert'
const execute = promisify(execFile)
const run = (args: readonly string[], options: { timeout: number; signal?: AbortSignal }) =>
  execute(program, args, { ...options, env: process.env })

export type Printed = 'pdf' | 'png'

/** PNG's resolution: what journals ask of line art in colour, and sharp on a slide. */
const DOTS_PER_INCH = 600

const howToGet =
  'rsvg-convert makes the PDF and PNG of a figure: apt-get install librsvg2-bin, dnf install ' +
  'librsvg2-tools, brew install librsvg'

/** Whether figures can be PDF and PNG here; undefined, or why not. */
export async function cannotPrint(): Promise<string | undefined> {
  try {
    await run(['--version'], { timeout: 20_000 })
    return undefined
  } catch {
    return howToGet
  }
}

/**
 * SVG -> PDF (text stays text, fonts embedded) or PNG by librsvg's own program, which needs no
 * browser. ERR_UNAVAILABLE where it is not installed, ERR_CHILD where it fails.
 */
export async function print(svg: string, to: Printed, signal?: AbortSignal): Promise<void> {
  const out = svg.replace(/\.svg$/, `.${to}`)
  const size =
    to === 'png' ? ['--dpi-x', String(DOTS_PER_INCH), '--dpi-y', String(DOTS_PER_INCH)] : []
  const args = ['--format', to, ...size, '--output', out, svg]
  try {
    await run(args, { timeout: 60_000, signal })
  } catch (error) {
    signal?.throwIfAborted()
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw new CodecError('ERR_UNAVAILABLE', howToGet, { cause: error })
    const details = { command: [program, ...args], cause: error }
    throw new CodecError('ERR_CHILD', `${program}: ${message}`, details)
  }
}
