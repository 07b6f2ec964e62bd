import { join } from 'node:path'
import ts from 'typescript'

const root = join(__dirname, '../..')

function diagnostics(file: string): string[] {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(
    config,
    ts.sys,
    root,
    undefined,
    'tsconfig.json',
  )
  const program = ts.createProgram([join(root, file)], options)
  return ts.getPreEmitDiagnostics(program).map((diagnostic) => {
    const line = diagnostic.file?.getLineAndCharacterOfPosition(diagnostic.start ?? 0).line ?? -1
    return `line ${line + 1}: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n')}`
  })
}

// A directive @ts-expect-error over a line that compiles is an error itself.
test('right options and calls compile, and every wrong one does not', () => {
  expect(diagnostics('test/fixtures/types/options.ts')).toEqual([])
})
