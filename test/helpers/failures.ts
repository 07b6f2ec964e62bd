import { CodecError } from '../../lib/errors'

/** The error that a call is to end in; none is a failure of the test. */
export async function failure(call: Promise<unknown>): Promise<Error> {
  return failureSync(
    await call.then(
      (value) => () => value,
      (error: unknown) => () => {
        throw error
      },
    ),
  )
}

export function failureSync(call: () => unknown): Error {
  let value: unknown
  try {
    value = call()
  } catch (error) {
    return error as Error
  }
  throw new Error(`expected an error, got ${String(value).slice(0, 100)}`)
}

function codecError(error: Error): CodecError {
  if (error instanceof CodecError) return error
  throw error
}

/** The CodecError that a call is to end in, at once or later; any other error fails the test. */
export async function codecFailure(call: () => unknown): Promise<CodecError> {
  return codecError(await failure((async () => call())()))
}

export const codecFailureSync = (call: () => unknown): CodecError => codecError(failureSync(call))

/** The code of the CodecError that a call ends in; 'none' where it does not fail. */
export function codeOf(call: () => unknown): string {
  try {
    call()
  } catch (error) {
    return codecError(error as Error).code
  }
  return 'none'
}
