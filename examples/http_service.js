// An upload becomes AVIF, WebP or JPEG, whichever the client accepts:
//   node http_service.js 8080
//   curl --data-binary @photo.png -H 'accept: image/avif' localhost:8080 > photo.avif
import { createServer } from 'node:http'
import { AVIF, CodecError, JPEG, readImage, WebP } from 'nodecodecs'

const MAX_UPLOAD = 20e6
const queue = { maxQueue: 100, timeout: 10_000 }
const codecs = [
  ['image/avif', new AVIF({ ...queue, effort: 0 })],
  ['image/webp', new WebP({ ...queue, effort: 4 })],
  ['image/jpeg', new JPEG({ ...queue, tune: 'visual' })],
]
const limits = { isolate: true, timeout: 10_000, maxPixels: 50e6, maxMemory: 2 ** 29 }
const codes = { ERR_DECODE: 415, ERR_CHILD: 415, ERR_LIMIT: 413, ERR_TIMEOUT: 413, ERR_BUSY: 503 }

class Refused extends Error {
  constructor(status, message) {
    super(message)
    this.status = status
  }
}

/** The body, as long as it is short enough. */
async function bodyOf(request) {
  const parts = []
  let length = 0
  for await (const part of request) {
    length += part.length
    if (length > MAX_UPLOAD) throw new Refused(413, `at most ${MAX_UPLOAD} bytes`)
    parts.push(part)
  }
  return Buffer.concat(parts)
}

async function convert(request, signal) {
  if (request.method !== 'POST') throw new Refused(405, 'POST a picture')
  const accept = request.headers.accept ?? '*/*'
  const [type, codec] = codecs.find(([type]) => accept.includes(type)) ?? codecs.at(-1)
  const image = await readImage(await bodyOf(request), { ...limits, signal })
  return { type, bytes: await codec.encode(image, { signal, background: '#fff' }) }
}

export const server = createServer(async (request, response) => {
  const left = new AbortController()
  response.on('close', () => left.abort()) // a client that is gone gets no picture made
  try {
    const { type, bytes } = await convert(request, left.signal)
    response.writeHead(200, { 'content-type': type, vary: 'accept' }).end(bytes)
  } catch (error) {
    if (left.signal.aborted) return
    const known = error instanceof CodecError && codes[error.code]
    const status = error.status ?? (known || 500)
    if (status === 500) console.error(error)
    response.writeHead(status, { connection: 'close' }).end(status === 500 ? '' : error.message)
  }
})
if (process.argv[2]) server.listen(Number(process.argv[2]))
