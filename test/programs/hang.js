#!/usr/bin/env node
// Never ends, reads nothing and ignores every signal that can be ignored. Tells its pid in PID_FILE.
const { renameSync, writeFileSync } = require('node:fs')
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGPIPE']) process.on(signal, () => {})
const file = process.env.PID_FILE
if (file) {
  writeFileSync(`${file}.new`, String(process.pid))
  renameSync(`${file}.new`, file)
}
setInterval(() => {}, 1000)
