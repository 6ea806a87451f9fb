import { setTimeout as delay } from 'node:timers/promises'
import { ConfigError } from '../errors.ts'
import { readLines } from './logs/read-lines.ts'
import { ProcessGroup } from './provider/process-group.ts'

const MAX_LINE_BYTES = 64 * 1024
const RESTART_DELAY_MS = 500
const STOP_GRACE_MS = 10_000

interface StoreOptions {
  /** The store's program; `--host`, `--port` and `--data` are added. */
  readonly argv: readonly [string, ...string[]]
  readonly host: string
  readonly port: number
  readonly dataFolder: string
  readonly environment: Readonly<Record<string, string>>
  readonly onNotice: (sentence: string) => void
}

/** The log store as a process of its own: started again, on the same port, if it dies. */
export class StoreProcess {
  readonly #options: StoreOptions
  readonly #stopping = new AbortController()
  #group: ProcessGroup | undefined
  #port: number
  #loop: Promise<void> = Promise.resolve()

  constructor(options: StoreOptions) {
    this.#options = options
    this.#port = options.port
  }

  /** @returns the port once the store listens. @throws ConfigError with the store's own words if it ends instead */
  async start(): Promise<number> {
    const group = await this.#launch()
    this.#loop = this.#keepAlive(group)
    return this.#port
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#group?.stop(STOP_GRACE_MS)
    await this.#loop
  }

  kill(): void {
    this.#stopping.abort()
    this.#group?.signal('SIGKILL')
  }

  async #launch(): Promise<ProcessGroup> {
    const { argv, host, dataFolder, environment } = this.#options
    const group = new ProcessGroup({
      argv: [...argv, '--host', host, '--port', String(this.#port), '--data', dataFolder],
      environment,
      folder: dataFolder,
    })
    this.#group = group
    const words: string[] = []
    const listening = this.#readPort(group, words)
    const end = await Promise.race([listening, group.ended])
    if (typeof end === 'object')
      throw new ConfigError(`The log store did not start: ${end.error?.message ?? words.join(' ')}`)
    this.#port = end
    return group
  }

  /** The port of the store's first word; after it, what the store says is passed on. */
  #readPort(group: ProcessGroup, words: string[]): Promise<number> {
    return new Promise((resolve) => {
      const hear = (line: string) => {
        const port = listeningPort(line)
        if (port !== undefined) resolve(port)
        else words.push(line)
        if (words.length > 20) words.shift()
        return undefined
      }
      for (const output of group.outputs)
        readLines(output, MAX_LINE_BYTES, hear).catch((error) => this.#options.onNotice(String(error)))
    })
  }

  async #keepAlive(first: ProcessGroup): Promise<void> {
    let end = await first.ended
    while (!this.#stopping.signal.aborted) {
      this.#options.onNotice(`The log store ended (${end.signal ?? `exit code ${end.code}`}); it is started again`)
      await delay(RESTART_DELAY_MS, undefined, { signal: this.#stopping.signal }).catch(() => undefined)
      if (this.#stopping.signal.aborted) return
      end = await this.#relaunch()
    }
  }

  async #relaunch() {
    try {
      return await (await this.#launch()).ended
    } catch (error) {
      this.#options.onNotice((error as Error).message)
      return { code: null, signal: null }
    }
  }
}

function listeningPort(line: string): number | undefined {
  try {
    const { event, port } = JSON.parse(line)
    return event === 'listening' && typeof port === 'number' ? port : undefined
  } catch {
    return undefined
  }
}
