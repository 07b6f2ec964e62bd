import { readdirSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cliDecode, cliEncode } from '../../../lib/backends/cli/run'
import { drive, driveOnThread } from '../../helpers/drive'
import { cwebp, data, misbehaving, png, readPng } from '../../helpers/child_programs'
import { expectNoneLeft } from '../../helpers/private_folders'
import { standIn } from '../../helpers/stand_in'

const added = expectNoneLeft()

test('abort while the program runs kills it and removes the folder', async () => {
  const controller = new AbortController()
  const request = { cli: misbehaving(standIn('hang'), []), options: {}, quality: 1, png }
  const running = drive(cliEncode(request), { signal: controller.signal })
  const reason = new Error('enough')
  setTimeout(() => controller.abort(reason), 300)
  await expect(running).rejects.toBe(reason)
})

test('nobody else can look into the folder while the program runs', async () => {
  const controller = new AbortController()
  const request = { cli: misbehaving(standIn('hang'), []), options: {}, quality: 1, png }
  const running = drive(cliEncode(request), { signal: controller.signal })
  let path: string | undefined
  while (path === undefined) {
    await new Promise((resolve) => setTimeout(resolve, 10))
    const [name] = added()
    if (name !== undefined && readdirSync(join(tmpdir(), name)).length > 0)
      path = join(tmpdir(), name)
  }
  expect(statSync(path).mode & 0o777).toBe(0o700)
  expect(statSync(join(path, 'in.png')).mode & 0o777).toBe(0o600)
  controller.abort('seen')
  await expect(running).rejects.toBe('seen')
})

test('the bytes may change as soon as cliDecode has returned', async () => {
  const source = { cli: cwebp, options: { lossless: true }, quality: 75, png }
  const { bytes } = driveOnThread(cliEncode(source))
  const decoding = drive(cliDecode({ cli: cwebp, options: {}, bytes }))
  bytes.fill(0)
  expect(Buffer.compare(readPng((await decoding).bytes).data as Uint8Array, data)).toBe(0)
})
