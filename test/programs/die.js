#!/usr/bin/env node
// Killed in the middle of its output.
require('node:fs').writeSync(1, 'half')
process.kill(process.pid, 'SIGKILL')
setInterval(() => {}, 1000)
