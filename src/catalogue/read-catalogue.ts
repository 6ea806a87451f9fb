import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { RE2JS } from 're2js'
import { parse } from 'yaml'
import { z } from 'zod'
import { ConfigError } from '../errors.ts'
import { type CatalogueFile, catalogueSchema } from './schema.ts'

/** telemetry.yaml as the gate uses it: checked, with each function's classes read. */
export interface Catalogue extends Omit<CatalogueFile, 'functions'> {
  /** classes by function; a function without classes is listed with null */
  readonly functions: ReadonlyMap<string, ReadonlySet<string> | null>
}

/**
 * Reads the catalogue of what is logged.
 *
 * @param path of a telemetry.yaml; `classes_from` in it is relative to its folder and names a JSON array of strings
 * @throws ConfigError naming the file and all that is wrong in its shape, else the first role, pattern or class that is
 */
export function readCatalogue(path: string): Catalogue {
  const parsed = catalogueSchema.safeParse(readYaml(path))
  if (!parsed.success) throw new ConfigError(`Expected a catalogue in ${path} but found:\n${issues(parsed.error)}`)
  checkRoles(path, parsed.data)
  checkPatterns(path, parsed.data.ignore)
  const functions = new Map(
    Object.entries(parsed.data.functions).map(([name, entry]) => [name, readClasses(path, entry)] as const),
  )
  return { ...parsed.data, functions }
}

function readYaml(path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    throw new ConfigError(`Cannot read the catalogue ${path}: ${(cause as Error).message}`, { cause })
  }
}

function readClasses(path: string, entry: CatalogueFile['functions'][string]): ReadonlySet<string> | null {
  if (entry.classes_from === undefined) return entry.classes ? new Set(entry.classes) : null
  const file = resolve(dirname(path), entry.classes_from)
  try {
    return new Set(z.array(z.string()).parse(JSON.parse(readFileSync(file, 'utf8'))))
  } catch (cause) {
    throw new ConfigError(`Expected a JSON array of class names in ${file}, which ${path} names`, { cause })
  }
}

function checkRoles(path: string, file: CatalogueFile): void {
  for (const [role, name] of Object.entries(file.roles)) {
    if (!Object.hasOwn(file.fields, name))
      throw new ConfigError(`Expected roles.${role} of ${path} to be one of its fields: ${name}`)
  }
  const latency = file.fields[file.roles.latency]
  if (latency?.type !== 'number' || !['ms', 's'].includes(latency.unit ?? '')) {
    throw new ConfigError(`Expected a number in ms or s for the field ${file.roles.latency} of ${path}`)
  }
}

function checkPatterns(path: string, patterns: readonly string[]): void {
  for (const pattern of patterns) {
    try {
      RE2JS.compile(pattern)
    } catch (cause) {
      throw new ConfigError(`Expected an RE2 pattern in "ignore" of ${path} but received "${pattern}"`, { cause })
    }
  }
}

function issues(error: z.ZodError): string {
  return error.issues.map((issue) => `  ${issue.path.join('.') || '(root)'}: ${issue.message}`).join('\n')
}
