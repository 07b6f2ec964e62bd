'use strict'
// How libbpg 0.9.8's programs take their arguments: getopt_long_only, one value where one is due.

/** Ends the program as bpgenc does for a bad argument. */
function fail(message) {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}

/**
 * The inputs of the command line; `take` gets each option (`-q`) with its value.
 * `options`: option -> what its value must be; null: it takes none.
 */
function parseArguments(args, options, take) {
  const inputs = []
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]
    if (!arg.startsWith('-')) {
      inputs.push(arg)
      continue
    }
    if (!(arg in options)) fail(`unrecognized option '${arg}'`)
    const valid = options[arg]
    const value = valid ? (args[++i] ?? '') : undefined
    if (valid && !valid.test(value)) fail(`${arg}: bad value '${value}'`)
    take(arg, value)
  }
  if (inputs.length !== 1) fail(`expected one input, got ${inputs.length}`)
  return inputs[0]
}

module.exports = { fail, parseArguments }
