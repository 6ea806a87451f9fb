import { z } from 'zod'
import { ApiError } from './api-error.ts'
import { parseGoDuration } from './go-duration.ts'
import { compareQuantities, QUANTITY } from './quantity.ts'

/** The one namespace of this platform: OpenFaaS's default on Kubernetes. */
export const NAMESPACE = 'openfaas-fn'
/** OpenFaaS CE keeps the replicas of a function between these two. */
export const REPLICA_LIMITS = { min: 1, max: 5 } as const

const SCALE_MIN = 'com.openfaas.scale.min'
const SCALE_MAX = 'com.openfaas.scale.max'
const PRO_LABELS = ['com.openfaas.scale.type', 'com.openfaas.scale.target', 'com.openfaas.scale.zero-duration']

const serviceName = z.string('Expected a name for service').regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, {
  error: ({ input }) =>
    `Expected at most 63 of a-z, 0-9 and "-", a letter or digit first and last, for service but received "${input}"`,
})

/** As Kubernetes names secrets. */
export const SECRET_NAME = /^[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?$/
const secret = z
  .string('Expected the name of a secret')
  .regex(SECRET_NAME, { error: ({ input }) => `Expected the name of a secret but received "${input}"` })

const LABEL_KEY = /^(?:[a-z0-9][-a-z0-9.]{0,252}\/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/
const LABEL_VALUE = /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/

const labels = z.record(z.string(), z.string()).superRefine((all, context) => {
  for (const [key, value] of Object.entries(all)) {
    if (!LABEL_KEY.test(key)) context.addIssue(`Expected a Kubernetes label name but received "${key}"`)
    if (!LABEL_VALUE.test(value))
      context.addIssue(
        `Expected at most 63 of A-Z, a-z, 0-9, "-", "_" and "." for label ${key} but received "${value}"`,
      )
    if (PRO_LABELS.includes(key) || (key === 'com.openfaas.scale.zero' && value === 'true'))
      context.addIssue(`Label ${key} belongs to OpenFaaS Pro; OpenFaaS CE refuses it, and so does this platform`)
  }
  for (const fault of scaleFaults(all)) context.addIssue(fault)
})

const quantity = z.string().regex(QUANTITY, {
  error: ({ input }) => `Expected a quantity such as "512Mi" or "500m" but received "${input}"`,
})
const resources = z.object({ memory: quantity.optional(), cpu: quantity.optional() })

const environment = z.record(z.string(), z.string()).superRefine((all, context) => {
  for (const [name, value] of Object.entries(all)) {
    if (!/^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(name))
      context.addIssue(`Expected the name of an environment variable but received "${name}"`)
    if (value.includes('\0')) context.addIssue(`Expected no NUL character in the value of ${name}`)
    if (/^(?:exec|read|write)_timeout$/.test(name) && parseGoDuration(value) === undefined)
      context.addIssue(`Expected a duration such as "30s" for ${name} but received "${value}"`)
  }
})

const deploymentSchema = z
  .object({
    service: serviceName,
    image: z.string('Expected an image').min(1, 'Expected an image but received ""'),
    namespace: z.string().optional(),
    envProcess: z
      .string()
      .regex(/^[^\0]*$/, 'Expected no NUL character in envProcess')
      .optional(),
    envVars: environment.nullish(),
    constraints: z.array(z.string()).nullish(),
    secrets: z.array(secret).nullish(),
    labels: labels.nullish(),
    annotations: z.record(z.string(), z.string()).nullish(),
    limits: resources.nullish(),
    requests: resources.nullish(),
    readOnlyRootFilesystem: z.boolean().optional(),
  })
  .superRefine(({ limits, requests }, context) => {
    for (const name of ['memory', 'cpu'] as const) {
      const [most, least] = [limits?.[name], requests?.[name]]
      if (most !== undefined && least !== undefined && compareQuantities(least, most) > 0)
        context.addIssue(`Expected requests.${name} of at most limits.${name} "${most}" but received "${least}"`)
    }
  })

/** OpenFaaS's FunctionDeployment, validated. */
export type Deployment = z.infer<typeof deploymentSchema>

/**
 * Reads the body of a deployment as OpenFaaS and Kubernetes would.
 * @throws ApiError 400 with every fault; 404 for another namespace than this platform's
 */
export function parseDeployment(body: unknown): Deployment {
  const parsed = deploymentSchema.safeParse(body)
  if (!parsed.success) throw new ApiError(400, parsed.error.issues.map(describeIssue).join('; '))
  requireNamespace(parsed.data.namespace)
  return parsed.data
}

/** @throws ApiError 404 if the namespace is neither empty nor this platform's. */
export function requireNamespace(namespace: string | undefined | null): void {
  if (namespace && namespace !== NAMESPACE)
    throw new ApiError(404, `Expected namespace "${NAMESPACE}" but received "${namespace}"`)
}

/** How many replicas a deployment asks for: its scale.min and scale.max, within OpenFaaS CE's own limits. */
export function replicaRange(deployment: Deployment): { min: number; max: number } {
  const min = Number(deployment.labels?.[SCALE_MIN] ?? REPLICA_LIMITS.min)
  return { min, max: Math.max(min, Number(deployment.labels?.[SCALE_MAX] ?? REPLICA_LIMITS.max)) }
}

function scaleFaults(all: Readonly<Record<string, string>>): string[] {
  const { min, max } = REPLICA_LIMITS
  const given = [SCALE_MIN, SCALE_MAX].filter((key) => all[key] !== undefined)
  const wrong = given.filter((key) => !/^[1-9]\d*$/.test(all[key] ?? '') || Number(all[key]) > max)
  if (wrong.length > 0)
    return wrong.map((key) => `Expected a number from ${min} to ${max} for label ${key} but received "${all[key]}"`)
  if (given.length === 2 && Number(all[SCALE_MIN]) > Number(all[SCALE_MAX]))
    return [`Expected label ${SCALE_MIN} of at most ${SCALE_MAX} "${all[SCALE_MAX]}" but received "${all[SCALE_MIN]}"`]
  return []
}

function describeIssue({ message, path, code }: z.core.$ZodIssue): string {
  const isOurs = code === 'custom' || message.startsWith('Expected')
  return isOurs || path.length === 0 ? message : `${path.join('.')}: ${message}`
}
