const { expect, test } = require('@jest/globals')
const { JPEG } = require('nodecodecs')

test('encodes natively', () => {
  expect(new JPEG().backend).toBe('native')
})
