import { z } from 'zod'
import { NAMESPACE, requireNamespace, SECRET_NAME } from '../deployment.ts'
import type { SecretStore } from '../secrets.ts'
import { ACCEPTED, type Reply, type Route, readShape } from './route.ts'

const named = z.object({
  name: z
    .string()
    .regex(SECRET_NAME, { error: ({ input }) => `Expected the name of a secret but received "${input}"` }),
  namespace: z.string().optional(),
})
const valued = named
  .extend({ value: z.string().optional(), rawValue: z.base64().optional() })
  .refine(({ value, rawValue }) => value !== undefined || rawValue !== undefined, {
    path: ['value'],
    error: 'Expected value or rawValue (base64)',
  })

/** Secrets by name; a value can be set and never read. */
export function secretRoutes(secrets: SecretStore): Route[] {
  const put = (body: Record<string, unknown>, store: (name: string, value: Buffer) => void): Reply => {
    const { name, namespace, value, rawValue } = readShape(body, valued)
    requireNamespace(namespace)
    store(name, rawValue === undefined ? Buffer.from(value ?? '') : Buffer.from(rawValue, 'base64'))
    return ACCEPTED
  }
  const methods: Route['methods'] = {
    GET: ({ query }) => {
      requireNamespace(query.get('namespace'))
      return { status: 200, body: secrets.list().map((name) => ({ name, namespace: NAMESPACE })) }
    },
    POST: async ({ readBody }) => put(await readBody(), (name, value) => secrets.create(name, value)),
    PUT: async ({ readBody }) => put(await readBody(), (name, value) => secrets.update(name, value)),
    DELETE: async ({ readBody }) => {
      const { name, namespace } = readShape(await readBody(), named)
      requireNamespace(namespace)
      secrets.remove(name)
      return ACCEPTED
    },
  }
  return [{ path: /^\/system\/secrets$/, methods }]
}
