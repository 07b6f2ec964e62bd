// A sweep that is stopped or killed while its codec loops: node doomed.js PICTURES
const { sweep } = require('../../lab/index.ts')

async function main() {
  const rows = sweep({ pictures: [process.argv[2]], codecs: ['mjpeg'], points: 1, timeout: 3 })
  for await (const row of rows) process.stdout.write(`${row.key}\n`)
}
void main()
