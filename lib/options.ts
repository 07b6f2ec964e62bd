/** One row per option: validation, TypeScript type, `--help` and the README's tables come from it. */
export type OptionRow =
  | { type: 'int' | 'number'; min: number; max: number; default?: number; help: string }
  | { type: 'boolean'; default?: boolean; help: string }
  | { type: 'string'; default?: string; help: string }
  | { type: 'enum'; values: readonly (string | number)[]; default?: string | number; help: string }
  | { type: 'dictionary'; default?: Record<string, string | number | boolean>; help: string }

export type OptionRows = Readonly<Record<string, OptionRow>>

/** The value of one option, as TypeScript sees it. */
export type OptionValue<R extends OptionRow> = R extends { type: 'int' | 'number' }
  ? number
  : R extends { type: 'boolean' }
    ? boolean
    : R extends { type: 'string' }
      ? string
      : R extends { type: 'enum'; values: readonly (infer V)[] }
        ? V
        : R extends { type: 'dictionary' }
          ? Record<string, string | number | boolean>
          : never

/** What a constructor takes: every option may be left out. */
export type OptionsOf<S extends OptionRows> = { [K in keyof S]?: OptionValue<S[K]> }

export const int = <const R extends { min: number; max: number; default?: number; help: string }>(
  row: R,
) => ({ type: 'int', ...row }) as const
export const number = <
  const R extends { min: number; max: number; default?: number; help: string },
>(
  row: R,
) => ({ type: 'number', ...row }) as const
export const boolean = <const R extends { default?: boolean; help: string }>(row: R) =>
  ({ type: 'boolean', ...row }) as const
export const string = <const R extends { default?: string; help: string }>(row: R) =>
  ({ type: 'string', ...row }) as const
export const oneOf = <
  const R extends {
    values: readonly (string | number)[]
    default?: string | number
    help: string
  },
>(
  row: R,
) => ({ type: 'enum', ...row }) as const
export const dictionary = <const R extends { help: string }>(row: R) =>
  ({ type: 'dictionary', ...row }) as const
