import type { Command } from 'commander'

/** Adds one command to the program; `signal` ends what it does (Ctrl-C). */
export type AddCommand = (program: Command, signal: AbortSignal) => void
