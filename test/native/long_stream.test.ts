import { addon } from '../../lib/backends/native/addon'
import { failureSync } from '../helpers/failures'
import { itWhere } from '../helpers/where'

const native = addon()
const peak = (): number => process.resourceUsage().maxRSS / 1024 // MiB

// The bytes are zeros that nobody has touched: they have addresses, but no memory.
itWhere(native !== undefined, 'no addon')(
  'a stream of 2 GiB is refused before it is copied',
  () => {
    const before = peak()
    const request = { label: 'raw', decoder: 'rawvideo', options: {}, maxPixels: 1e6, threads: 1 }
    const error = failureSync(() => native!.decodeSync(request, {}, new Uint8Array(2 ** 31)))
    expect(error).toMatchObject({ code: 'ERR_LIMIT' })
    expect(error.message).toContain('a stream of 2147483648 bytes is too long')
    expect(peak() - before).toBeLessThan(200)
  },
)
