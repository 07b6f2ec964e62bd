#!/usr/bin/env node
// Stands in for a codec's program: its stream is the file that it was given.
const { copyFileSync } = require('node:fs')

const paths = process.argv.slice(2).map((arg) => arg.replace(/^-[^/]*=/, ''))
const [from, to] = ['in', 'out'].map((name) =>
  paths.find((p) => new RegExp(`/${name}\\.\\w+$`).test(p)),
)
copyFileSync(from, to)
