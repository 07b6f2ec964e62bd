// Loaded into the laboratory's child processes: some codecs do to their process what broken
// libraries do.
const { writeFileSync } = require('node:fs')
const { Codec } = require('../../lib/codec.ts')

const encode = Codec.prototype.encode
const ends = {
  qoi: () => process.abort(),
  png: () => new Promise(() => setInterval(() => undefined, 1000)),
  webp: () => process.kill(process.pid, 'SIGSEGV'),
  mjpeg: () => {
    if (process.env.PID_FILE) writeFileSync(process.env.PID_FILE, `${process.pid}\n`)
    for (;;);
  },
}

Codec.prototype.encode = function (...args) {
  return ends[this.name] ? ends[this.name]() : encode.apply(this, args)
}
