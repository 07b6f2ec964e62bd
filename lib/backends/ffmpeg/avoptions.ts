import { type Command, type Result, run, runSync } from '../../process'
import { perform, type Steps } from '../../task'
import { INSTALL } from '../programs'

// Each option becomes an argument of the program, which has options of its own: they open
// connections (-progress), write files (-vstats_file, -attach) and take a value or none. So only
// what the program itself calls an AVOption of the encoder is passed on.

/** Options of the program that do no more than the encoder's AVOption of the same name. */
const SAME_AS_ENCODERS = ['b', 'profile', 'bits_per_raw_sample']

interface ProgramOptions {
  /** Of the program itself: these count before any AVOption. */
  own: ReadonlySet<string>
  /** AVOptions that every video encoder has. */
  common: ReadonlySet<string>
}

const programs = new Map<string, ProgramOptions>()
const encoders = new Map<string, ReadonlySet<string>>()

function* help(program: string, topic: string): Steps<string> {
  const limit = { bytes: 2 ** 24, setBy: '16 MiB of help' }
  const args = ['-hide_banner', '-h', topic]
  const command: Command = { program, args, limit, install: INSTALL.ffmpeg }
  // No job of the caller's: it is not among the codec's calls.
  const { stdout } = yield* perform<Result>({
    run: ({ signal, clock }) => run(command, { signal, clock }),
    runSync: ({ signal, clock }) => runSync(command, { signal, clock }),
  })
  return Buffer.from(stdout).toString('utf8')
}

/** Names in lines such as `  -crf   <float>   E..V....... quality`: for encoders, for video. */
export function parseAvOptions(text: string): Set<string> {
  return new Set(Array.from(text.matchAll(/^ +-(\S+) +<\w+> +E..V/gm), ([, name]) => name!))
}

/**
 * What `-h full` says, its own options first, those of each codec last. FFmpeg 7 writes the program's
 * own with what may follow the name: `-pass[:<stream_spec>] <n>`.
 */
export function parseFullHelp(text: string): ProgramOptions {
  const [program = '', rest = ''] = text.split(/^AVCodecContext AVOptions:$/m)
  const [common = ''] = rest.split(/^\S.* AVOptions:$/m)
  const own = Array.from(program.matchAll(/^-([^\s[]+)/gm), ([, name]) => name!)
  return { own: new Set(own), common: parseAvOptions(common) }
}

function* once<T>(known: Map<string, T>, key: string, ask: () => Steps<T>): Steps<T> {
  const answer = known.get(key) ?? (yield* ask())
  known.set(key, answer)
  return answer
}

/**
 * Refuses what is no AVOption of the encoder, as this program has it.
 * @throws TypeError and those of `runProgram`
 */
export function* checkAvOptions(
  label: string,
  program: string,
  encoder: string,
  names: readonly string[],
): Steps<void> {
  if (names.length === 0) return
  const { own, common } = yield* once(programs, program, function* () {
    return parseFullHelp(yield* help(program, 'full'))
  })
  const ofEncoder = yield* once(encoders, JSON.stringify([program, encoder]), function* () {
    return parseAvOptions(yield* help(program, `encoder=${encoder}`))
  })
  for (const name of names) {
    if (!ofEncoder.has(name) && !common.has(name))
      throw new TypeError(`${label}: ${encoder} has no option '${name}'`)
    if (own.has(name) && !SAME_AS_ENCODERS.includes(name))
      throw new TypeError(
        `${label}: options: '${name}' is an option of the ffmpeg program, too, which would take it; use the native backend`,
      )
  }
}
