import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { ConfigError } from '../errors.ts'
import { substituteEnvironment } from './envsubst.ts'

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String)
const textMap = z.record(z.string(), text).nullish()
const resources = z.object({ memory: text.optional(), cpu: text.optional() }).nullish()

const stackSchema = z.object({
  provider: z.object({ name: z.literal('openfaas') }),
  functions: z.record(
    z.string(),
    z.object({
      lang: z.string().optional(),
      handler: z.string(),
      image: z.string(),
      fprocess: z.string().optional(),
      namespace: z.string().optional(),
      environment: textMap,
      environment_file: z.array(z.string()).nullish(),
      secrets: z.array(z.string()).nullish(),
      constraints: z.array(z.string()).nullish(),
      labels: textMap,
      annotations: textMap,
      limits: resources,
      requests: resources,
      readonly_root_filesystem: z.boolean().optional(),
    }),
  ),
})

type StackFunction = z.infer<typeof stackSchema>['functions'][string]

/** One function of a stack file: where its handler lies, and what faas-cli would send to deploy it. */
export interface StackEntry {
  readonly handlerFolder: string
  readonly deployment: Readonly<Record<string, unknown>> & { readonly service: string }
}

/**
 * Reads a stack file as `faas-cli deploy` does: variables replaced, environment files merged over the inline values.
 * @throws ConfigError if the file cannot be read or is not a stack file
 */
export function readStack(path: string, environment: Record<string, string | undefined>): Map<string, StackEntry> {
  const parsed = stackSchema.safeParse(readYaml(path, environment))
  if (!parsed.success) throw new ConfigError(`${path} is not a stack file: ${z.prettifyError(parsed.error)}`)
  const folder = dirname(path)
  return new Map(
    Object.entries(parsed.data.functions).map(([service, entry]) => [
      service,
      { handlerFolder: resolve(folder, entry.handler), deployment: toDeployment(service, entry, folder) },
    ]),
  )
}

function toDeployment(service: string, entry: StackFunction, folder: string): StackEntry['deployment'] {
  const files = (entry.environment_file ?? []).map((file) => readEnvironmentFile(resolve(folder, file)))
  return {
    service,
    image: entry.image,
    envVars: Object.assign({}, entry.environment, ...files),
    labels: entry.labels ?? {},
    annotations: entry.annotations ?? {},
    secrets: entry.secrets ?? [],
    constraints: entry.constraints ?? [],
    ...(entry.fprocess && { envProcess: entry.fprocess }),
    ...(entry.namespace && { namespace: entry.namespace }),
    ...(entry.limits && { limits: entry.limits }),
    ...(entry.requests && { requests: entry.requests }),
    ...(entry.readonly_root_filesystem && { readOnlyRootFilesystem: true }),
  }
}

function readEnvironmentFile(path: string): Record<string, string> {
  const parsed = z.object({ environment: z.record(z.string(), text) }).safeParse(readYaml(path, {}))
  if (!parsed.success) throw new ConfigError(`${path} is not an environment file: ${z.prettifyError(parsed.error)}`)
  return parsed.data.environment
}

function readYaml(path: string, environment: Record<string, string | undefined>): unknown {
  try {
    return parse(substituteEnvironment(readFileSync(path, 'utf8'), environment))
  } catch (cause) {
    throw new ConfigError(`Cannot read ${path}: ${(cause as Error).message}`, { cause })
  }
}
