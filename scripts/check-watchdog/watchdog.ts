import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { findFreePorts } from '../../src/local/free-port.ts'
import { readImageEnvironment } from './image-environment.ts'

const READY_LIMIT_MS = 60_000

/** The real of-watchdog in front of the compiled runtime, in a process group and a temporary folder of its own. */
export class Watchdog {
  readonly child: ChildProcess
  readonly url: string
  /** What the function wrote to stdout. */
  readonly lines: string[] = []
  /** What of-watchdog itself, and the function's stderr, said. */
  readonly own: string[] = []
  readonly #folder: string

  private constructor(child: ChildProcess, url: string, folder: string) {
    this.child = child
    this.url = url
    this.#folder = folder
    if (child.stdout) createInterface(child.stdout).on('line', (line) => this.lines.push(line))
    if (child.stderr) createInterface(child.stderr).on('line', (line) => this.own.push(line))
  }

  /** @param handler the folder of the handler, compiled or official-style */
  static async start(program: string, root: string, handler: string, env: Record<string, string>): Promise<Watchdog> {
    const folder = mkdtempSync(join(tmpdir(), 'vouch-watchdog-'))
    const [port, httpPort, metricsPort] = await findFreePorts(3)
    const child = spawn(program, [], {
      cwd: root,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...readImageEnvironment(join(root, 'template', 'node18', 'Dockerfile')),
        PATH: process.env['PATH'],
        TMPDIR: folder,
        port: `${port}`,
        http_port: `${httpPort}`,
        upstream_url: `http://127.0.0.1:${httpPort}`,
        METRICS_HOST: '127.0.0.1',
        METRICS_PORT: `${metricsPort}`,
        fprocess: `${process.execPath} ${join(root, 'dist', 'template', 'node18', 'index.js')} ${handler}`,
        ...env,
      },
    })
    return new Watchdog(child, `http://127.0.0.1:${port}`, folder)
  }

  /** @returns the statuses of a path in the order seen, without repetition, until it is 200 */
  waitUntilReady(path = '/_/ready'): Promise<number[]> {
    return this.#ask(path, (status) => status === 200)
  }

  /** Waits until of-watchdog answers, whatever it says of its child. */
  async waitUntilListening(): Promise<void> {
    await this.#ask('/_/ready', () => true)
  }

  async #ask(path: string, isEnough: (status: number) => boolean): Promise<number[]> {
    const seen: number[] = []
    const endMs = performance.now() + READY_LIMIT_MS
    while (performance.now() < endMs && this.child.exitCode === null) {
      const status = await fetch(this.url + path).then(
        (response) => response.status,
        () => undefined,
      )
      if (status !== undefined && status !== seen.at(-1)) seen.push(status)
      if (status !== undefined && isEnough(status)) return seen
      await delay(10)
    }
    throw new Error(`of-watchdog ended, or was not ready within 60 s: ${[...this.lines, ...this.own].at(-1)}`)
  }

  /** The pids of the processes that of-watchdog started. */
  get children(): number[] {
    const { pid } = this.child
    const pids = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').match(/\d+/g) ?? []
    return pids.map(Number)
  }

  /** Waits a while for a line of the function. */
  async findLine(matches: (line: string) => boolean, limitMs = 2000): Promise<string | undefined> {
    const endMs = performance.now() + limitMs
    while (performance.now() < endMs && !this.lines.some(matches)) await delay(10)
    return this.lines.find(matches)
  }

  /** @returns the exit code */
  async ended(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'close')
    return this.child.exitCode
  }

  /** Ends the whole group: of-watchdog leaves its child alone. */
  async remove(): Promise<void> {
    try {
      process.kill(-(this.child.pid as number), 'SIGKILL')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
    await this.ended()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
