import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { VouchError } from '../../errors.ts'
import { type DeployOptions, deployEntry, waitUntilReady } from '../deploy-stack.ts'
import type { FunctionCommand } from '../provider/provider.ts'
import { readStack, type StackEntry } from '../stack-file.ts'
import { buildRevision } from './build-revision.ts'
import { digestCode, findModels, readSignature } from './code-files.ts'
import type { Revisions } from './revisions.ts'

/** How often the files are looked at; a change counts once two looks in a row see the same. */
const LOOK_INTERVAL_MS = 250
const TEMPLATE = join('template', 'node18')

interface WatchOptions extends DeployOptions {
  readonly root: string
  readonly revisions: Revisions
  readonly findCommand: (service: string) => FunctionCommand
  readonly onNotice: (sentence: string) => void
}

/** Reloads the functions of stack.yml whose code, deployment or models change, each as a rolling update. */
export class CodeWatch {
  readonly #options: WatchOptions
  readonly #closed = new AbortController()
  /** By service: what is in service, as `digestCode` tells it. */
  readonly #digests = new Map<string, string>()
  readonly #running: Promise<void>

  /** What dist/ and stack.yml hold now is taken for what is in service. */
  constructor(options: WatchOptions) {
    this.#options = options
    for (const [service, entry] of this.#readStack())
      this.#digests.set(service, digestCode(options.findCommand(service), entry))
    this.#running = this.#run().catch((error) => options.onNotice(`Watching has ended: ${(error as Error).stack}`))
  }

  /** Takes back a reload that is under way; settles when nothing is watched or built any more. */
  async close(): Promise<void> {
    this.#closed.abort()
    await this.#running
  }

  /** A change ends the reload before it, which would bring up what is old already. */
  async #run(): Promise<void> {
    let reload = new AbortController()
    let reloaded = Promise.resolve()
    for (let seen = this.#look(); await this.#changed(seen); ) {
      reload.abort()
      await reloaded
      seen = this.#look()
      reload = new AbortController()
      reloaded = this.#reload(AbortSignal.any([reload.signal, this.#closed.signal]))
    }
    await reloaded
  }

  /** @returns false when the watch is closed */
  async #changed(seen: string): Promise<boolean> {
    const { signal } = this.#closed
    for (let last = seen; !signal.aborted; ) {
      await delay(LOOK_INTERVAL_MS, undefined, { signal }).catch(() => undefined)
      const now = this.#look()
      if (now !== seen && now === last) break
      last = now
    }
    return !signal.aborted
  }

  /** A stack file that cannot be read, half written perhaps, is a state like any other: the reload tells what is wrong. */
  #look(): string {
    try {
      const entries = [...this.#readStack().values()]
      const handlers = entries.map(({ handlerFolder }) => handlerFolder)
      const models = new Set(handlers.map(findModels).filter((folder) => folder !== undefined))
      const code = readSignature([join(this.#options.root, TEMPLATE), ...handlers, ...models])
      return JSON.stringify(entries) + code
    } catch (error) {
      return String(error)
    }
  }

  #readStack(): Map<string, StackEntry> {
    return readStack(this.#options.stackFile, this.#options.environment)
  }

  async #reload(signal: AbortSignal): Promise<void> {
    const { root, revisions, onNotice } = this.#options
    const startedAt = performance.now()
    try {
      const stack = this.#readStack()
      const revision = revisions.make()
      const handlers = [...stack.values()].map(({ handlerFolder }) => handlerFolder)
      await buildRevision(root, revision, handlers, signal)
      this.#forgetMissing(stack)
      await Promise.all([...stack.values()].map((entry) => this.#replace(entry, revision, startedAt, signal)))
    } catch (error) {
      if (signal.aborted) return
      if (!(error instanceof VouchError)) throw error
      onNotice(`${error.message}; what is in service stays`)
    }
  }

  #forgetMissing(stack: ReadonlyMap<string, StackEntry>): void {
    for (const service of this.#digests.keys()) {
      if (stack.has(service)) continue
      this.#digests.delete(service)
      this.#options.onNotice(`${service} is not in stack.yml any more; it serves until: faas-cli remove ${service}`)
    }
  }

  /** Brings one function to a build, or back to the one before if it does not become ready. */
  async #replace(entry: StackEntry, revision: string, startedAt: number, signal: AbortSignal): Promise<void> {
    const { revisions, findCommand, provider, onNotice } = this.#options
    const { service } = entry.deployment
    const former = { revision: revisions.of(service), replicas: provider.find(service)?.replicas ?? [] }
    revisions.use(service, revision)
    try {
      const digest = digestCode(findCommand(service), entry)
      if (digest === this.#digests.get(service)) return revisions.use(service, former.revision)
      await deployEntry(this.#options, entry)
      const instances = new Set(former.replicas.map(({ instance }) => instance))
      await waitUntilReady(this.#options, service, { signal, former: instances })
      this.#digests.set(service, digest)
      onNotice(`${service} reloaded in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`)
    } catch (error) {
      revisions.use(service, former.revision)
      provider.find(service)?.abandonUpdate()
      if (signal.aborted) return
      if (!(error instanceof VouchError)) throw error
      onNotice(`${error.message}; what is in service stays`)
    }
  }
}
