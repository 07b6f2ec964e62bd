// A network's tensors to AVIF and back: [N, 3, H, W] of floats from 0 to 1, as onnxruntime's Tensor
// ({ data, dims }) and tfjs's data with its shape have them:
//   node tensor.js photo.png
import { AVIF, metrics, readImage, unstack } from 'nodecodecs'

const avif = new AVIF({ bitDepth: 10, effort: 3 })

/** A stream for each picture of a batch. Nothing is copied to 8 bits on the way. */
export const toAvif = (tensor, options) =>
  Promise.all(
    unstack(tensor, { layout: 'chw', bitDepth: 10 }).map((one) => avif.encode(one, options)),
  )

/** The batch of streams of one size: new ort.Tensor('float32', data, dims). */
export async function fromAvif(streams) {
  const pictures = await Promise.all(
    streams.map((bytes) => avif.decode(bytes, { as: 'float32', layout: 'chw' })),
  )
  const data = new Float32Array(pictures.length * pictures[0].data.length)
  pictures.forEach((picture, i) => data.set(picture.data, i * picture.data.length))
  return { data, dims: [pictures.length, ...pictures[0].shape] }
}

if (process.argv[2]) {
  const photo = await readImage(process.argv[2], { as: 'float32', layout: 'chw' })
  const batch = { data: photo.data, dims: [1, ...photo.shape] } // what goes into session.run()
  const streams = await toAvif(batch, { target: { psnr: 38 } })
  const restored = await fromAvif(streams)
  const [first] = unstack(restored, { bitDepth: 10 })
  console.log(restored.dims, `${streams[0].length} bytes at CRF ${streams[0].quality}`)
  console.log(await metrics(unstack(batch, { bitDepth: 10 })[0], first, ['psnr']))
}
