import { createCodec, MJPEG } from '../../lib/index'
import { failure } from '../helpers/failures'
import { makePicture } from '../helpers/pictures'

const image = makePicture({ width: 64, height: 48 })

describe('ERR_TIMEOUT of the native backend', () => {
  it('rejects, and the codec works on', async () => {
    const codec = createCodec('av1', { speed: 3, timeout: 5 })
    // Long enough to be at work still when a busy machine lets the timer have its turn.
    const error = await failure(codec.encode(makePicture({ width: 256, height: 256, texture: 1 })))
    expect(error).toMatchObject({ name: 'CodecError', code: 'ERR_TIMEOUT', codec: 'av1' })
    expect(error.message).toContain('5 ms')
  })

  it('leaves no timer behind: a call within its time is not disturbed', async () => {
    const codec = new MJPEG({ timeout: 2 ** 31 - 1 })
    expect((await codec.encode(image)).length).toBeGreaterThan(0)
  })
})
