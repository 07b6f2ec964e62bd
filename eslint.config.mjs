import js from '@eslint/js'
import tseslint from 'typescript-eslint'

export default tseslint.config(
  { ignores: ['dist/', 'build/', 'build-*/', 'node_modules/', 'coverage/', '**/node_modules/'] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    files: ['lib/**/*.ts', 'lib/**/*.mts', 'lab/**/*.ts'],
    extends: tseslint.configs.recommendedTypeChecked,
    languageOptions: {
      parserOptions: { project: ['./tsconfig.json', './lab/report/browser/tsconfig.json'] },
    },
    rules: {
      // Rows of a table hold functions, taken out by name: none of them knows `this`.
      '@typescript-eslint/unbound-method': 'off',
      // Messages show what a caller gave, whatever that is.
      '@typescript-eslint/no-base-to-string': 'off',
      // Warnings fail `npm run lint`, too; they let a half-done branch be checked for the rest.
      '@typescript-eslint/naming-convention': [
        'warn',
        { selector: 'typeLike', format: ['PascalCase'] },
        {
          selector: 'variable',
          modifiers: ['const', 'global'],
          types: ['number'],
          format: ['UPPER_CASE'],
        },
      ],
      'no-restricted-syntax': [
        'warn',
        {
          selector:
            ':matches(PropertyDefinition, MethodDefinition, TSParameterProperty)[accessibility="private"]',
          message: 'private is #name: it holds at run time, too',
        },
        ...['Literal[value', 'TemplateElement[value.raw'].map((text) => ({
          selector: `NewExpression[callee.name=/^(RangeError|TypeError)$/] ${text}=/\\b(must|should|needs to|invalid)\\b/i]`,
          message: 'a mistake of the caller is told as "NAME: expected E, got V"',
        })),
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['test/**/*.ts'],
    extends: tseslint.configs.recommendedTypeChecked,
    languageOptions: { parserOptions: { project: ['./tsconfig.json'] } },
    rules: {
      '@typescript-eslint/unbound-method': 'off', // as in lib/
      '@typescript-eslint/no-base-to-string': 'off',
      '@typescript-eslint/naming-convention': [
        'warn', // not numbers' case: a test's constants are most often a picture's { width, height }
        { selector: 'typeLike', format: ['PascalCase'] },
      ],
      // jest's matchers, and the JSON that programs print, are any.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      // What stands in for an async function need not wait.
      '@typescript-eslint/require-await': 'off',
      // It takes away what TypeScript needs: `'x265' as string`, for a caller without types.
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    languageOptions: {
      globals: {
        require: 'readonly',
        module: 'writable',
        process: 'readonly',
        console: 'readonly',
        __dirname: 'readonly',
        Buffer: 'readonly',
        setTimeout: 'readonly',
        setInterval: 'readonly',
        setImmediate: 'readonly',
        performance: 'readonly',
        AbortController: 'readonly',
        fetch: 'readonly',
        AbortSignal: 'readonly',
        Blob: 'readonly',
        Response: 'readonly',
        __filename: 'readonly',
        URL: 'readonly',
      },
    },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
)
