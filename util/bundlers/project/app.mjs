import { JPEG, WebP } from 'nodecodecs'

const [width, height] = [64, 48]
const data = new Uint8Array(width * height * 3).map((_, i) => i % 251)

export async function report() {
  const codecs = [new JPEG(), new WebP()]
  const lines = codecs.map(async (codec) => {
    const { nBytes, restored } = await codec.apply({ data, width, height, channels: 3 })
    const error = restored.data.reduce((sum, sample, i) => sum + Math.abs(sample - data[i]), 0)
    const whole = nBytes > 100 && error / data.length < 16
    return `${codec.name} ${codec.backend} ${whole ? 'whole' : 'broken'}`
  })
  return (await Promise.all(lines)).join(', ')
}
