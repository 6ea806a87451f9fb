import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { ApiError } from '../api-error.ts'
import { type Deployment, NAMESPACE, REPLICA_LIMITS } from '../deployment.ts'
import { parseGoDuration } from '../go-duration.ts'
import type { SecretStore } from '../secrets.ts'
import type { CpuQuotas } from './cpu-quota.ts'
import { DeployedFunction, type FunctionStatus } from './deployed-function.ts'
import type { GroupEnd } from './process-group.ts'
import { Replica } from './replica.ts'
import { ReplicaSet } from './replica-set.ts'

/** of-watchdog's own default. */
const DEFAULT_EXEC_TIMEOUT_MS = 30_000
/** What a replica gets beyond its exec_timeout to flush and end before it is killed. */
const STOP_GRACE_MS = 5000

/** Longer than it takes to see that a replica is no longer ready. */
const NOTICE_INTERVAL = '1s'

/** How the process of one function is started. */
export interface FunctionCommand {
  readonly argv: readonly [string, ...string[]]
  readonly workingFolder: string
  readonly environment?: Readonly<Record<string, string>>
}

/** Where a line of output comes from. */
export interface OutputOrigin {
  readonly service: string
  readonly instance: string
  readonly stage: string | undefined
}

export interface ProviderOptions {
  /** Holds a private folder for every replica. */
  readonly folder: string
  /** @throws ApiError 400 if this platform has no program for the service */
  readonly findCommand: (service: string) => FunctionCommand
  /** Given to every function; its own envVars win. */
  readonly environment: () => Readonly<Record<string, string>>
  readonly secrets: SecretStore
  /** Holds every replica to its limits.cpu; without it they are held to nothing. */
  readonly cpuQuotas?: CpuQuotas | undefined
  readonly onOutput: (output: Readable, origin: OutputOrigin) => void
  readonly onNotice: (sentence: string) => void
}

/** Runs functions as process groups of this machine, by OpenFaaS's rules for deployments. */
export class Provider {
  readonly #options: ProviderOptions
  readonly #functions = new Map<string, DeployedFunction>()
  readonly #leaving = new Map<DeployedFunction, Promise<void>>()

  constructor(options: ProviderOptions) {
    this.#options = options
  }

  list(): FunctionStatus[] {
    return [...this.#functions.values()].map((one) => one.describe())
  }

  find(service: string): DeployedFunction | undefined {
    return this.#functions.get(service)
  }

  get functions(): DeployedFunction[] {
    return [...this.#functions.values()]
  }

  /** @throws ApiError 404 */
  get(service: string): DeployedFunction {
    const found = this.#functions.get(service)
    if (found === undefined) throw new ApiError(404, `Function ${service} is not deployed`)
    return found
  }

  /** @throws ApiError 409 if it is deployed already, 400 if it cannot be run here */
  create(deployment: Deployment): void {
    if (this.#functions.has(deployment.service))
      throw new ApiError(409, `Function ${deployment.service} is deployed already; update it with PUT`)
    const revision = this.#prepare(deployment)
    this.#functions.set(deployment.service, new DeployedFunction(deployment, revision))
  }

  /** @throws ApiError 404 if it is not deployed, 400 if it cannot be run here */
  update(deployment: Deployment): void {
    this.get(deployment.service).update(deployment, this.#prepare(deployment))
  }

  /** Takes the function away at once; its requests in flight finish. @throws ApiError 404 */
  remove(service: string): void {
    const leaving = this.get(service)
    this.#functions.delete(service)
    const closed = leaving.close().finally(() => this.#leaving.delete(leaving))
    this.#leaving.set(leaving, closed)
  }

  /** At most as many as OpenFaaS CE allows; none, which CE leaves to kubectl, until the next call. @throws ApiError 404 */
  scale(service: string, replicas: number): void {
    this.get(service).scale(Math.min(REPLICA_LIMITS.max, replicas))
  }

  /** Drains and ends every function. */
  async close(): Promise<void> {
    for (const service of [...this.#functions.keys()]) this.remove(service)
    while (this.#leaving.size > 0) await Promise.all(this.#leaving.values())
  }

  kill(): void {
    for (const one of [...this.#functions.values(), ...this.#leaving.keys()]) one.kill()
  }

  #prepare(deployment: Deployment): ReplicaSet {
    const secrets = deployment.secrets ?? []
    this.#options.secrets.requireAll(secrets)
    const command = this.#options.findCommand(deployment.service)
    return new ReplicaSet({
      launch: () => this.#launch(deployment, command),
      onRestart: (instance, end, delayMs) => {
        this.#options.onNotice(describeRestart(instance, end, delayMs))
        this.#functions.get(deployment.service)?.noticeChange()
      },
    })
  }

  #launch(deployment: Deployment, command: FunctionCommand): Replica {
    const { service, labels, limits } = deployment
    const instance = `${service}-${randomBytes(4).toString('hex')}`
    const folder = join(this.#options.folder, instance)
    const secretFolder = join(folder, 'secrets')
    this.#options.secrets.mount(deployment.secrets ?? [], secretFolder)
    return new Replica({
      instance,
      folder,
      argv: command.argv,
      workingFolder: command.workingFolder,
      environment: {
        ...this.#options.environment(),
        ...command.environment,
        ...deployment.envVars,
        ...(deployment.envProcess && { fprocess: deployment.envProcess }),
        // The provider stands in for of-watchdog, which would keep sending for as long as it takes to notice.
        healthcheck_interval: NOTICE_INTERVAL,
        OPENFAAS_NAME: service,
        OPENFAAS_NAMESPACE: NAMESPACE,
        secret_mount_path: secretFolder,
      },
      cpuQuota: limits?.cpu === undefined ? undefined : this.#options.cpuQuotas?.make(instance, limits.cpu),
      onOutput: (output) => this.#options.onOutput(output, { service, instance, stage: labels?.['stage'] }),
      onChange: () => this.#functions.get(service)?.noticeChange(),
      stopGraceMs: execTimeoutMs(deployment) + STOP_GRACE_MS,
    })
  }
}

/** The longest that a call of this function may take, in ms; of-watchdog's default if it says nothing, 0 for no limit. */
export function execTimeoutMs(deployment: Deployment): number {
  return parseGoDuration(deployment.envVars?.['exec_timeout'] ?? '') ?? DEFAULT_EXEC_TIMEOUT_MS
}

function describeRestart(instance: string, { code, signal, error }: GroupEnd, delayMs: number): string {
  const cause = error?.message ?? (signal === null ? `exit code ${code}` : signal)
  return `${instance} ended (${cause}); started again in ${delayMs} ms`
}
