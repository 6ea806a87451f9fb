import { execFile } from 'node:child_process'
import { cpSync, existsSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { ConfigError } from '../../errors.ts'
import { isOfficial } from '../find-command.ts'

const TEMPLATE = join('template', 'node18')
/** As `npm run build` leaves them out. */
const NOT_BUILT = ['**/*.test.ts', '**/node_modules', join(TEMPLATE, 'function')]
const MAX_OUTPUT_BYTES = 16 * 2 ** 20
const FAULT = /^(?:(.+)\((\d+),(\d+)\): )?error TS\d+: (.*)$/gm

/**
 * Compiles the template and the handlers of functions into an empty folder below the repository, as `npm run build`
 * does into dist/; official-style handlers are copied.
 * @param handlers absolute paths
 * @throws ConfigError with the first type error, its place and how many more there are
 */
export async function buildRevision(
  root: string,
  folder: string,
  handlers: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const [official, ours] = [handlers.filter(isOfficial), handlers.filter((handler) => !isOfficial(handler))]
  writeJson(join(folder, 'package.json'), { imports: { '#runtime/*': './template/node18/runtime/*.js' } })
  writeJson(join(folder, 'tsconfig.json'), {
    extends: join(root, 'tsconfig.build.json'),
    compilerOptions: { rootDir: root, outDir: folder, noEmitOnError: true },
    include: [join(root, TEMPLATE), ...ours, ...ours.map((handler) => join(handler, 'model.json'))],
    exclude: NOT_BUILT.map((pattern) => join(root, pattern)),
  })
  await compile(root, folder, signal)
  for (const handler of official) copyHandler(handler, join(folder, relative(root, handler)))
}

function writeJson(path: string, value: unknown): void {
  writeFileSync(path, JSON.stringify(value))
}

function compile(root: string, folder: string, signal: AbortSignal): Promise<void> {
  const argv = [require.resolve('typescript/bin/tsc'), '--pretty', 'false', '-p', folder]
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  execFile(process.execPath, argv, { cwd: root, signal, maxBuffer: MAX_OUTPUT_BYTES }, (error, output) => {
    if (error === null) resolve()
    else reject(signal.aborted ? error : new ConfigError(describeFaults(output) ?? error.message, { cause: error }))
  })
  return promise
}

/** The first fault that tsc tells, and how many there are. */
export function describeFaults(output: string): string | undefined {
  const [first, ...more] = output.matchAll(FAULT)
  if (first === undefined) return undefined
  const [, file, line, column, message] = first
  const place = file === undefined ? '' : `${file}:${line}:${column}: `
  return `${place}${message}${more.length === 0 ? '' : ` (and ${more.length} more)`}`
}

function copyHandler(from: string, to: string): void {
  cpSync(from, to, { recursive: true, filter: (path) => basename(path) !== 'node_modules' })
  const packages = join(from, 'node_modules')
  if (existsSync(packages)) symlinkSync(packages, join(to, 'node_modules'))
}
