const { expect, test } = require('@jest/globals')
const { JPEG } = require('nodecodecs')

test('encodes natively', async () => {
  const codec = new JPEG()
  const data = new Uint8Array(64 * 48 * 3).fill(100)
  const { restored } = await codec.apply({ data, width: 64, height: 48, channels: 3 })
  expect(codec.backend).toBe('native')
  expect(Math.max(...restored.data.map((sample) => Math.abs(sample - 100)))).toBeLessThan(3)
})
