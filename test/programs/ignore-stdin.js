#!/usr/bin/env node
// Ends well without a look at its input; its arguments go to stdout.
require('node:fs').writeSync(1, process.argv.slice(2).join(' '))
process.exit(0)
