import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ts from 'typescript'

const root = join(__dirname, '../..')

function problems(program: ts.Program): string[] {
  return ts.getPreEmitDiagnostics(program).map((diagnostic) => {
    const line = diagnostic.file?.getLineAndCharacterOfPosition(diagnostic.start ?? 0).line ?? -1
    return `line ${line + 1}: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n')}`
  })
}

const parsed = new Map<string, ts.SourceFile | undefined>()

/** A host that parses what does not depend on a project, the declarations of JavaScript and Node, once. */
function hostOf(options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options)
  const read = host.getSourceFile.bind(host)
  host.getSourceFile = (name, how, ...rest) => {
    if (!/node_modules\/(typescript\/lib|@types)\//.test(name)) return read(name, how, ...rest)
    const key = `${name} ${JSON.stringify(how)}`
    if (!parsed.has(key)) parsed.set(key, read(name, how, ...rest))
    return parsed.get(key)
  }
  return host
}

const programOf = (file: string, options: ts.CompilerOptions): ts.Program =>
  ts.createProgram([file], options, hostOf(options))

function ownProgram(file: string): ts.Program {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(
    config,
    ts.sys,
    root,
    undefined,
    'tsconfig.json',
  )
  return programOf(join(root, file), options)
}

// A directive @ts-expect-error over a line that compiles is an error itself.
test('right options and calls compile, and every wrong one does not', () => {
  expect(problems(ownProgram('test/fixtures/types/options.ts'))).toEqual([])
})

describe('a project that depends on the built package', () => {
  const { ModuleKind: modules, ModuleResolutionKind: resolutions } = ts
  let project: string
  beforeAll(() => {
    project = mkdtempSync(join(tmpdir(), 'nodecodecs-types-'))
    mkdirSync(join(project, 'node_modules'))
    symlinkSync(root, join(project, 'node_modules/nodecodecs'))
    for (const extension of ['ts', 'mts']) {
      cpSync(join(root, 'test/fixtures/types/consumer.ts'), join(project, `consumer.${extension}`))
    }
  })
  afterAll(() => rmSync(project, { recursive: true }))

  test.each([
    ['node16, import', 'consumer.mts', modules.Node16, resolutions.Node16],
    ['node16, require', 'consumer.ts', modules.Node16, resolutions.Node16],
    ['bundler', 'consumer.ts', modules.ESNext, resolutions.Bundler],
    ['commonjs', 'consumer.ts', modules.CommonJS, resolutions.Node10],
  ])('%s', (_name, file, module, moduleResolution) => {
    const program = programOf(join(project, file), {
      ...{ module, moduleResolution, noEmit: true, strict: true, skipLibCheck: false },
      ...{ target: ts.ScriptTarget.ES2022, lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'] },
      ...{ types: ['node'], typeRoots: [join(root, 'node_modules/@types')] },
    })
    expect(problems(program)).toEqual([])
  })
})

describe.each(['lib/index.ts', 'lab/index.ts'])('help on hover: %s', (index) => {
  const program = ownProgram(index)
  const checker = program.getTypeChecker()
  const source = program.getSourceFile(join(root, index))!
  const exported = checker
    .getExportsOfModule(checker.getSymbolAtLocation(source)!)
    .map((symbol) =>
      symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol,
    )

  const bare = (symbol: ts.Symbol): boolean => symbol.getDocumentationComment(checker).length === 0

  const isOurs = (symbol: ts.Symbol): boolean =>
    symbol.declarations?.some((at) => !at.getSourceFile().fileName.includes('node_modules')) ??
    false

  /** Properties that have no comment, of an interface or of all that a type is made of. */
  function bareProperties(symbol: ts.Symbol): string[] {
    const type = checker.getDeclaredTypeOfSymbol(symbol)
    const parts = type.isUnion() ? type.types : [type]
    const objects = parts.filter(({ flags }) => (flags & ts.TypeFlags.StringLike) === 0)
    const all = objects.flatMap((part) => checker.getPropertiesOfType(part)).filter(isOurs)
    const told = new Set(all.filter((one) => !bare(one)).map(({ name }) => name))
    const untold = new Set(all.map(({ name }) => name).filter((name) => !told.has(name)))
    return [...untold].map((name) => `${symbol.name}.${name}`)
  }

  /** Public members that have no comment, of a class or interface. */
  const bareMembers = (symbol: ts.Symbol): string[] =>
    [...(symbol.members?.values() ?? [])]
      .filter(({ flags }) => flags & (ts.SymbolFlags.Method | ts.SymbolFlags.Property))
      .filter(
        ({ valueDeclaration: at }) => !at || !ts.isPrivateIdentifier(ts.getNameOfDeclaration(at)!),
      )
      .filter(bare)
      .map(({ name }) => `${symbol.name}.${name}`)

  test('every class, function and type', () => {
    expect(exported.filter(bare).map(({ name }) => name)).toEqual([])
  })

  test('every property of every type, however it is made', () => {
    const types = exported.filter(
      ({ flags, name }) =>
        flags & (ts.SymbolFlags.Interface | ts.SymbolFlags.TypeAlias) && name !== 'OptionsByName',
    )
    expect(types.length).toBeGreaterThan(30)
    const untold = types
      .flatMap(bareProperties)
      .filter((name) => !name.endsWith('.__definedMetric'))
    expect(untold).toEqual([])
  })

  if (index !== 'lib/index.ts') return // the laboratory has no codecs

  test('every option, by its row, and every call', () => {
    const options = exported.filter(({ name }) => name.endsWith('Options'))
    expect(options.length).toBeGreaterThan(15)
    const members = [...options, exported.find(({ name }) => name === 'Codec')!]
    expect(members.flatMap(bareMembers)).toEqual([])
    const x265 = options.find(({ name }) => name === 'X265Options')!
    const effort = x265.members!.get(ts.escapeLeadingUnderscores('effort'))!
    const text = ts.displayPartsToString(effort.getDocumentationComment(checker))
    expect(text).toMatch(/0 fastest \.\. 9 smallest/)
    expect(effort.getJsDocTags(checker).map(({ name }) => name)).toEqual(['default'])
  })
})
