import { parseCodec } from '../../lab'
import { runCli } from '../helpers/run_cli'

// One --codec names one codec as soon as options are in it: a comma parts its options.

test.each([
  ['jpeg,webp:method=4', '--codec jpeg --codec webp:method=4'],
  ['fast=jpeg,webp', '--codec fast=jpeg --codec webp'],
  ['webp:method=4,jpeg', '--codec webp:method=4 --codec jpeg'],
  ['webp:method=4,x265:effort=3,rdoq=1', '--codec webp:method=4 --codec x265:effort=3,rdoq=1'],
])('%s is several codecs, which the error shows how to write', (text, advice) => {
  const said = `codec: expected one codec where there are options, got '${text}'; write ${advice}`
  expect(() => parseCodec(text)).toThrow(new TypeError(said))
})

test.each([
  ['jpeg2000:lossless', { codec: 'jpeg2000', options: { lossless: true } }],
  ['webp:method=4,lossless', { codec: 'webp', options: { method: 4, lossless: true } }],
  [
    'x265:options.x265-params=rd=4',
    { codec: 'x265', options: { options: { 'x265-params': 'rd=4' } } },
  ],
])('%s is one', (text, spec) => {
  expect(parseCodec(text)).toEqual(spec)
})

test('the command says it, too', async () => {
  const given = ['sweep', 'photos', '--codec', 'jpeg,webp:method=4', '--out', 'results']
  const { code, stderr } = await runCli(given)
  expect(code).toBe(2)
  expect(stderr).toContain('write --codec jpeg --codec webp:method=4')
})
