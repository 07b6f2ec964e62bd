import { arch, availableParallelism, cpus, hostname, release, type } from 'node:os'
import type { Machine } from '../results/index'

/** This machine, for a row. */
export const machine = (): Machine => ({
  host: hostname(),
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  cores: availableParallelism(),
  arch: arch(),
  os: `${type()} ${release()}`,
  node: process.version,
})
