import { arch } from 'node:os'
import { z } from 'zod'
import { NAMESPACE, parseDeployment, requireNamespace } from '../deployment.ts'
import type { LogHub } from '../logs/log-hub.ts'
import type { Provider } from '../provider/provider.ts'
import type { SecretStore } from '../secrets.ts'
import { ACCEPTED, type Reply, type Route, readShape, type SystemCall } from './route.ts'
import { secretRoutes } from './secret-routes.ts'

export interface SystemOptions {
  readonly provider: Provider
  readonly secrets: SecretStore
  readonly logs: LogHub
  readonly version: string
}

/** OpenFaaS's REST API, but for logs, which are streamed. */
export function systemRoutes({ provider, secrets, version }: SystemOptions): Route[] {
  return [
    { path: /^\/healthz$/, methods: { GET: () => ({ status: 200, body: 'OK' }) } },
    { path: /^\/system\/info$/, methods: { GET: () => ({ status: 200, body: describePlatform(version) }) } },
    { path: /^\/system\/namespaces$/, methods: { GET: () => ({ status: 200, body: [NAMESPACE] }) } },
    { path: /^\/system\/functions$/, methods: functionMethods(provider) },
    { path: /^\/system\/function\/([^/]+)$/, methods: { GET: (call) => describeFunction(provider, call) } },
    { path: /^\/system\/scale-function\/([^/]+)$/, methods: { POST: (call) => scaleFunction(provider, call) } },
    ...secretRoutes(secrets),
  ]
}

function functionMethods(provider: Provider): Route['methods'] {
  return {
    GET: ({ query }) => {
      requireNamespace(query.get('namespace'))
      return { status: 200, body: provider.list() }
    },
    POST: async ({ readBody }) => {
      provider.create(parseDeployment(await readBody()))
      return ACCEPTED
    },
    PUT: async ({ readBody }) => {
      provider.update(parseDeployment(await readBody()))
      return ACCEPTED
    },
    DELETE: async ({ readBody }) => {
      const { functionName, namespace } = readShape(await readBody(), removal)
      requireNamespace(namespace)
      provider.remove(functionName)
      return ACCEPTED
    },
  }
}

const removal = z.object({ functionName: z.string().min(1), namespace: z.string().optional() })
const scaling = z.object({ replicas: z.int().nonnegative() })

function describeFunction(provider: Provider, { name, query }: SystemCall): Reply {
  requireNamespace(query.get('namespace'))
  return { status: 200, body: provider.get(name).describe() }
}

async function scaleFunction(provider: Provider, { name, query, readBody }: SystemCall): Promise<Reply> {
  requireNamespace(query.get('namespace'))
  provider.scale(name, readShape(await readBody(), scaling).replicas)
  return ACCEPTED
}

function describePlatform(version: string) {
  const release = { release: version, sha: '', commit_message: '' }
  return {
    provider: { provider: 'vouch', orchestration: 'local processes', version: release },
    version: release,
    arch: arch(),
  }
}
