import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { chromium, switches } from './chromium'

interface Message {
  id?: number
  method?: string
  params?: Record<string, unknown>
  result?: Record<string, unknown>
  error?: { message: string }
}

/** One page in headless Chromium, driven over its DevTools pipe. */
export interface Page {
  /** The value of an expression in the page; awaited when it is a promise. */
  evaluate<T>(expression: string): Promise<T>
  /** Presses a key where the focus is: 'ArrowRight', 'f'. */
  press(key: string): Promise<void>
  send(method: string, params?: object): Promise<Record<string, unknown>>
  /** PNG of what is seen. */
  screenshot(): Promise<Buffer>
  /** Errors of scripts, messages of the console, addresses that were fetched. */
  errors: string[]
  fetched: string[]
  close(): Promise<void>
}

/** DevTools messages, each ended by a zero byte: file descriptor 3 in, 4 out. */
function connection(input: Writable, output: Readable, heard: (message: Message) => void) {
  const waiting = new Map<number, (message: Message) => void>()
  let rest = ''
  let count = 0
  output.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\0')
    rest = parts.pop()!
    for (const message of parts.map((part) => JSON.parse(part) as Message)) {
      waiting.get(message.id ?? 0)?.(message)
      waiting.delete(message.id ?? 0)
      if (message.method) heard(message)
    }
  })
  return async (method: string, params: object = {}, sessionId?: string) => {
    const id = ++count
    const reply = new Promise<Message>((resolve) => waiting.set(id, resolve))
    input.write(`${JSON.stringify({ id, method, params, sessionId })}\0`)
    const { result, error } = await reply
    if (error) throw new Error(`${method}: ${error.message}`)
    return result!
  }
}

/** Puts what the page says and fetches where the test can read it. */
function listener(errors: string[], fetched: string[]) {
  return ({ method, params = {} }: Message): void => {
    const told = JSON.stringify(params)
    if (method === 'Runtime.exceptionThrown' || method === 'Runtime.consoleAPICalled')
      errors.push(told)
    if (method === 'Log.entryAdded') errors.push(told)
    if (method === 'Network.requestWillBeSent')
      fetched.push((params.request as { url: string }).url)
  }
}

/** Opens a file of this machine in a window of this size, light or dark. */
export async function openPage(
  path: string,
  { width = 1200, height = 900, scheme = 'light' } = {},
): Promise<Page> {
  const profile = mkdtempSync(join(tmpdir(), 'nodecodecs-browser-'))
  const args = [...switches, `--user-data-dir=${profile}`, '--remote-debugging-pipe', 'about:blank']
  const child = spawn(chromium!, args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] })
  const errors: string[] = []
  const fetched: string[] = []
  const call = connection(
    child.stdio[3] as Writable,
    child.stdio[4] as Readable,
    listener(errors, fetched),
  )
  const { targetId } = await call('Target.createTarget', { url: 'about:blank' })
  const { sessionId } = await call('Target.attachToTarget', { targetId, flatten: true })
  const send = (method: string, params?: object) => call(method, params, sessionId as string)
  for (const domain of ['Runtime', 'Log', 'Page', 'Network']) await send(`${domain}.enable`)
  await send('Emulation.setDeviceMetricsOverride', {
    width,
    height,
    deviceScaleFactor: 1,
    mobile: false,
  })
  await send('Emulation.setEmulatedMedia', {
    features: [{ name: 'prefers-color-scheme', value: scheme }],
  })
  await send('Page.navigate', { url: `file://${path}` })
  const evaluate = async <T>(expression: string): Promise<T> => {
    const given = { expression, awaitPromise: true, returnByValue: true }
    const { result, exceptionDetails } = await send('Runtime.evaluate', given)
    if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails))
    return (result as { value: T }).value
  }
  await evaluate(
    `new Promise((done) => document.readyState === 'complete' ? done() : addEventListener('load', () => done()))`,
  )
  return {
    evaluate,
    send,
    errors,
    fetched,
    press: async (key) => {
      const text = key.length === 1 ? key : undefined
      for (const type of ['keyDown', 'keyUp'])
        await send('Input.dispatchKeyEvent', {
          type,
          key,
          text: type === 'keyDown' ? text : undefined,
        })
    },
    screenshot: async () => {
      const { data } = await send('Page.captureScreenshot', { format: 'png' })
      return Buffer.from(data as string, 'base64')
    },
    close: async () => {
      const ended = new Promise((resolve) => child.on('exit', resolve))
      await call('Browser.close').catch(() => child.kill('SIGKILL'))
      await ended
      // its helper processes may write their last while the folder goes
      rmSync(profile, { recursive: true, force: true, maxRetries: 10 })
    },
  }
}
