import { JXL } from '../../lib'
import { addon } from '../../lib/backends/native/addon'
import { probeSync } from '../../lib/probe'
import { itWhere } from '../helpers/where'

// cjxl 0.7 -d 0 of a PFM of gray floats from 0 to 1, 16x8.
const base64 =
  'AAAADEpYTCANCocKAAAAFGZ0eXBqeGwgAAAAAGp4bCAAAAAJanhsbAoAAAF7anhsY/8KwckBxYUIAgEAmAVLGIsVJMJqxhisFIMDMcYYRUbF0gURTUTHRkYyxuDQfMAfAXy8EAgE8Mvlp913gUDA3+8HAoFAIPDXHQgE+nw+CASAQCAIBOr6gEAgCASAQCAIBCyUTSZxHwgEdBHAtqrr9W5NwBwK7bWELhznlzZFensXSPtdL213cXdnzHsf29WR7NuXucHfbwIW2I4lqnUcfPnqntkHAgGXC0hU9z2vGI8k3meXIqbEsGuc1WKM5r0KBAIoIHWMLiAQ8DuOQAACAQgE1IPwAAKBjIF1OEWjPj5hcHJxyil2ndrrbrfxv5Y3fVrpBQAEApbLCSYIBBAIJBBQDkEgoFjEtoRAoNwKgUCbM2A5j8fT+amdHYFAQg4CAQQCCAQQCHiWqiMCAQQCCAQQCKxbIhBAIKDuk8fjZJn++XeoXbt27UoDe7x37969q3FwFxtHJebxuIwCaVJsz3jx4sUrFv/z4s2bNy/gSV68cTga'

const backends = (['native', 'ffmpeg'] as const).filter(
  (backend) => addon() && new JXL({ backend }).available(),
)
const test = itWhere(backends.length > 0, 'no addon, or no JPEG XL here')

test.each(backends.length > 0 ? backends : ['native' as const])(
  'gray floats by %s: 16 bits of 0 to 1',
  (backend) => {
    const bytes = Buffer.from(base64, 'base64')
    const { data, shape, bitDepth } = new JXL({ backend }).decodeSync(bytes)
    expect(shape).toEqual([8, 16, 1])
    expect(bitDepth).toBe(16)
    const wanted = Array.from({ length: 128 }, (_, i) => {
      return Math.round(65535 * Math.fround(i / 127))
    })
    expect(Array.from(data)).toEqual(wanted)
    expect(probeSync(bytes)).toMatchObject({ channels: 1, bitDepth: 16 })
  },
)
