// What tests of messages share.

/** What is done wrong, and the class and text of what it throws. */
export type Mistake = [name: string, call: () => unknown, error: string, message: RegExp]

/** As JavaScript calls: without the types that would not compile. */
export const any = (value: unknown): never => value as never

/** What a call throws or rejects with. */
export const failure = (call: () => unknown): Promise<Error> =>
  Promise.resolve()
    .then(call)
    .then(
      () => new Error('nothing'),
      (thrown: unknown) => thrown as Error,
    )
