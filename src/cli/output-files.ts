import { mkdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { ConfigError } from '../errors.ts'
import type { Locate } from './deliver-answer.ts'
import type { RequestFile } from './request-files.ts'

const ENDINGS: Readonly<Record<string, string>> = {
  'image/png': '.png',
  'image/webp': '.webp',
  'image/jpeg': '.jpg',
  'application/json': '.json',
  'text/plain': '.txt',
}

/**
 * Plans where answers are saved: that of one file at `output`; those of several in the folder of that name, as is that of
 * one where the folder is there already. In a folder an answer is called like its file, with the ending of its type.
 *
 * @throws ConfigError for a file where a folder is needed
 */
export function planOutput(output: string, files: readonly RequestFile[]): Locate {
  const isFolder = isFolderAt(output)
  if (files.length === 1 && !isFolder && !output.endsWith('/')) return () => output
  if (isFolder === false) throw new ConfigError(`Expected a folder for --output but received the file ${output}`)
  makeFolder(output)
  const given = new Set(files.flatMap(({ path }) => (path === undefined ? [] : [resolve(path)])))
  return ({ stem }, contentType) => {
    const ending = ENDINGS[contentType.split(';', 1)[0]?.trim() ?? ''] ?? '.bin'
    const path = join(output, `${stem}${ending}`)
    // An answer must not take the place of what was sent.
    return given.has(resolve(path)) ? join(output, `${stem}-answer${ending}`) : path
  }
}

/** @returns undefined for what is not there */
function isFolderAt(path: string): boolean | undefined {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory()
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true })
  } catch (cause) {
    throw new ConfigError(`Cannot make the folder ${path} (${(cause as NodeJS.ErrnoException).code})`, { cause })
  }
}
