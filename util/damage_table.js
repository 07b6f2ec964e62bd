// The table of docs/data/damage.md: what decode() finds of damaged streams.
//   node util/damage_table.js            to the terminal
//   node util/damage_table.js --write    into docs/data/damage.md
const { spawnSync } = require('node:child_process')
const { readFileSync, writeFileSync } = require('node:fs')
const { join } = require('node:path')

const root = join(__dirname, '..')
const begin = '<!-- damage table -->'
const end = '<!-- end of damage table -->'

function measure() {
  const args = ['-r', './test/helpers/load_typescript.js', 'test/damage/measure.js']
  // stderr: libjxl prints every error of damaged data itself
  const stdio = ['ignore', 'pipe', 'ignore']
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: root, stdio })
  if (status !== 0) throw new Error(`test/damage/measure.js: exit code ${status}`)
  return JSON.parse(stdout)
}

const cell = ({ error, same, wrong }) => `${error} / ${same} / ${wrong}`
const shown = (options) =>
  Object.entries(options)
    .map(([key, value]) => (value === true ? key : `${key} ${value}`))
    .join(', ')

function table({ lines, truncations, flips }) {
  const rows = lines.map(({ codec, options, bytes, truncated, lastByte, flipped }) =>
    [codec, shown(options), bytes, cell(truncated), cell(lastByte), cell(flipped)].join(' | '),
  )
  return [
    `codec | options | bytes | ${truncations} truncations | last byte lost | ${flips} bit flips`,
    '--- | --- | ---: | ---: | ---: | ---:',
    ...rows,
  ]
    .map((row) => `| ${row} |`)
    .join('\n')
}

const made = table(measure())
if (process.argv.includes('--write')) {
  const path = join(root, 'docs', 'data', 'damage.md')
  const page = readFileSync(path, 'utf8')
  const [head, tail] = [page.split(begin)[0], page.split(end)[1]]
  writeFileSync(path, `${head}${begin}\n\n${made}\n\n${end}${tail}`)
} else console.log(made)
