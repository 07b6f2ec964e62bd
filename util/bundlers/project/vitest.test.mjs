import { expect, test } from 'vitest'
import { report } from './app.mjs'

test('encodes natively', async () => {
  expect(await report()).toBe('jpeg native whole, webp native whole')
})
