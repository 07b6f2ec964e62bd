// Leaves in the way that its argument says while jobs of every codec run and wait.
const { coders, picture } = require('./pictures.js')

const [how] = process.argv.slice(2)
let finished = 0
for (const codec of coders()) {
  const stream = codec.encodeSync(picture())
  for (let i = 0; i < 4; i++) {
    codec.encode(picture(i)).then(() => finished++)
    codec.decode(stream).then(() => finished++)
  }
}

process.on('exit', () => {
  if (how === 'wait') process.stdout.write(String(finished / coders().length))
})

const ways = {
  wait: () => {},
  exit: () => process.exit(7),
  later: () => setTimeout(() => process.exit(7), 30),
  throw: () => {
    throw new Error('on purpose')
  },
  reject: () => void Promise.reject(new Error('on purpose')),
  kill: () => process.kill(process.pid, 'SIGTERM'),
}
ways[how]()
