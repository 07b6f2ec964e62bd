#!/usr/bin/env node
// Gives back its input, or its arguments as JSON where there are any.
if (process.argv.length > 2) process.stdout.write(JSON.stringify(process.argv.slice(2)))
else process.stdin.pipe(process.stdout)
