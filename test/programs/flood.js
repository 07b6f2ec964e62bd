#!/usr/bin/env node
// Writes without end to stdout, or to stderr (first argument "stderr").
const stream = process.argv[2] === 'stderr' ? process.stderr : process.stdout
const chunk = Buffer.alloc(65536, 'flood\n')
const write = () => stream.write(chunk, write)
write()
