import { join } from 'node:path'

// Child processes of the laboratory run the sources, as the tests do.
process.execArgv.push('-r', join(__dirname, '../helpers/load_typescript.js'))
