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
