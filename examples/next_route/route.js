// app/api/picture/route.js of a Next.js application: the form's picture as AVIF or WebP.
// next.config.js: { serverExternalPackages: ['nodecodecs'] }
import { AVIF, CodecError, readImage, WebP } from 'nodecodecs'

export const runtime = 'nodejs' // not edge: the addon is native code

const avif = new AVIF({ effort: 0, maxQueue: 50, timeout: 10_000 })
const webp = new WebP({ effort: 4, maxQueue: 50, timeout: 10_000 })
const limits = { isolate: true, timeout: 10_000, maxPixels: 50e6, maxMemory: 2 ** 29 }
const codes = { ERR_DECODE: 415, ERR_CHILD: 415, ERR_LIMIT: 413, ERR_TIMEOUT: 413, ERR_BUSY: 503 }

export async function POST(request) {
  const form = await request.formData()
  const file = form.get('picture')
  if (!(file instanceof Blob)) return new Response('picture: expected a file', { status: 400 })
  const codec = request.headers.get('accept')?.includes('image/avif') ? avif : webp
  try {
    const image = await readImage(file, { ...limits, signal: request.signal })
    const bytes = await codec.encode(image, {
      quality: codec.defaultQuality,
      signal: request.signal,
    })
    const headers = { 'content-type': `image/${codec.name}`, vary: 'accept' }
    return new Response(bytes, { headers })
  } catch (error) {
    if (!(error instanceof CodecError)) throw error
    return new Response(error.message, { status: codes[error.code] ?? 500 })
  }
}
