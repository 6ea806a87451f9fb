import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { encodeForm } from '../client/form-body.ts'
import { type RequestBody, readSource } from '../client/request-body.ts'
import { ConfigError } from '../errors.ts'
import { splitPair } from './split-pair.ts'

/** The body of one request of the command line. */
export interface RequestFile {
  /** As it was given; undefined for an empty body and for parts. */
  readonly path: string | undefined
  /** What its answer is called, without the ending. */
  readonly stem: string
  readonly body: RequestBody
}

interface RequestSpec {
  /** Of the function: an answer to no file is called like it. */
  readonly name: string
  readonly paths: readonly string[]
  /** NAME=PATH each: one request of them all. */
  readonly parts: readonly string[]
  readonly contentType: string | undefined
}

const STDIN = '-'

/** Finds what is to be sent, before anything is. @throws ConfigError */
export async function findRequestFiles({ name, paths, parts, contentType }: RequestSpec): Promise<RequestFile[]> {
  const type = contentType ?? 'application/octet-stream'
  if (parts.length > 0) return [{ path: undefined, stem: name, body: await readParts(parts, paths, contentType) }]
  if (paths.length === 0) return [{ path: undefined, stem: name, body: await readBody(new Uint8Array(), type) }]
  requireOneStdin(paths)
  const stems = makeStems(paths)
  return Promise.all(
    paths.map(async (path, index) => ({ path, stem: stems[index] ?? '', body: await openPath(path, type) })),
  )
}

async function readParts(
  parts: readonly string[],
  paths: readonly string[],
  contentType: string | undefined,
): Promise<RequestBody> {
  if (paths.length > 0) throw new ConfigError('Expected files or --part but received both')
  if (contentType !== undefined) throw new ConfigError('Expected --content-type or --part but received both')
  const pairs = parts.map((part) => splitPair(part, '--part'))
  requireOneStdin(pairs.map(([, path]) => path))
  const read = pairs.map(async ([name, path]) => {
    if (!/^[\w-]+$/.test(name)) throw new ConfigError(`Expected a word for the name of --part but received "${name}"`)
    const { contentType, ...content } = await openPath(path, 'application/octet-stream')
    return { name, contentType, content }
  })
  return encodeForm(await Promise.all(read))
}

/** Who reads it second finds it empty. @throws ConfigError */
function requireOneStdin(paths: readonly string[]): void {
  if (paths.filter((path) => path === STDIN).length > 1) throw new ConfigError('Expected - once: stdin is read once')
}

async function openPath(path: string, contentType: string): Promise<RequestBody> {
  if (path === STDIN) return readBody(process.stdin, contentType)
  await requireFile(path)
  return readBody(path, contentType)
}

/** Finds out that a file can be read. @throws ConfigError */
export async function requireFile(path: string): Promise<void> {
  try {
    await access(path, constants.R_OK)
    if ((await stat(path)).isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' })
  } catch (cause) {
    throw new ConfigError(`Cannot read ${path} (${(cause as NodeJS.ErrnoException).code})`, { cause })
  }
}

async function readBody(source: Parameters<typeof readSource>[0], contentType: string): Promise<RequestBody> {
  return { ...(await readSource(source)), contentType }
}

/** Files of two folders may have one name. */
function makeStems(paths: readonly string[]): string[] {
  const taken = new Set<string>()
  return paths.map((path) => {
    const wanted = path === STDIN ? 'stdin' : basename(path, extname(path))
    let stem = wanted
    for (let count = 2; taken.has(stem); count += 1) stem = `${wanted}-${count}`
    taken.add(stem)
    return stem
  })
}
