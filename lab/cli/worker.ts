import { isResult, type Row, work } from '../index'
import { type AddCommand, number, tell } from './tools'

const examples = `
Run it on as many machines as there are; the sweep itself is started by nodecodecs sweep --queue URL,
which sends the pictures and keeps the results. Needs the packages bullmq and ioredis, and a Redis or
Valkey server. A worker that is killed loses nothing: another one takes its points.

Examples:
  $ nodecodecs worker --queue redis://host:6379
  $ nodecodecs worker --queue redis://host:6379 --jobs 8 --idle 60`

interface Options {
  queue: string
  jobs?: number
  idle?: number
  lock?: number
}

function tellRow(row: Row): void {
  const name = `${row.label} ${row.quality} ${row.picture.name}`
  tell(isResult(row) ? `${name}: ${row.bytes} bytes` : `${name}: failed: ${row.error.message}`)
}

/** `worker --queue URL`: does the points of other machines' sweeps. */
export const addWorker: AddCommand = (program, signal) => {
  program
    .command('worker')
    .summary("do the points of a queue's sweeps")
    .description(
      'Does the points that sweeps put into a queue, here and on as many machines as wanted.',
    )
    .requiredOption('--queue <url>', 'redis://host:port (required)')
    .option(
      '-j, --jobs <n>',
      'processes, each with one encoder thread; default: processors',
      number,
    )
    .option('--idle <seconds>', 'end after so long without work; default: never', number)
    .option(
      '--lock <seconds>',
      'after which the points of a worker that is gone are free (10)',
      number,
    )
    .addHelpText('after', examples)
    .action((options: Options) => work({ ...options, signal, onRow: tellRow }))
}
