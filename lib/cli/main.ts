#!/usr/bin/env node
import { run } from './program'

void run(process.argv)

export {} // a module of its own: esbuild would take it for CommonJS
