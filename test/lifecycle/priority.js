// Which schedulers and priorities the process's threads have while every encoder of the table
// works, and after: Linux's /proc tells them (fields 40 and 41 of stat, proc(5)).
const { readdirSync, readFileSync } = require('node:fs')
const { createCodec } = require('../../lib/index.ts')
const { codecTable } = require('../../lib/codecs/index.ts')
const { picture, settings } = require('./pictures.js')

function scheduling(id) {
  try {
    const stat = readFileSync(`/proc/self/task/${id}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return `priority ${fields[37]}, policy ${fields[38]}`
  } catch {
    return undefined // that thread has ended
  }
}

const seen = new Set()
const look = () => {
  for (const id of readdirSync('/proc/self/task')) seen.add(scheduling(id))
}

const tick = () => new Promise((resolve) => setImmediate(resolve))

async function main() {
  const before = scheduling(process.pid)
  const worked = []
  for (const { name, encoders } of codecTable) {
    for (const encoder of encoders) {
      const choice = encoders.length > 1 ? { encoder } : {}
      const fast = encoder === encoders[0] ? settings[name] : {}
      const codec = createCodec(name, { ...choice, ...fast })
      if (codec.backend !== 'native' || !codec.available()) continue
      const pending = codec.encode(picture()).then(() => true)
      while (!(await Promise.race([pending, tick()]))) look()
      codec.encodeSync(picture())
      look()
      worked.push(encoder)
    }
  }
  seen.delete(undefined)
  console.log(JSON.stringify({ before, seen: [...seen], worked }))
}

void main()
