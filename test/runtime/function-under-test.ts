import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'

const ROOT = resolve(__dirname, '../..')
const FROM_SOURCE = ['-C', 'vouch-source', '--require', 'ts-node/register', 'template/node18/index.ts']

export type LogLine = Readonly<Record<string, string | number>>

/** A function's real process, started from source on free ports, in a temporary folder of its own. */
export class FunctionUnderTest {
  readonly child: ChildProcess
  readonly folder = mkdtempSync(join(tmpdir(), 'vouch-function-'))
  readonly lines: LogLine[] = []
  /** What stdout or stderr held that is no JSON. */
  readonly noise: string[] = []
  readonly #watchers = new Set<() => void>()

  private constructor(env: Record<string, string>, handler: string) {
    this.child = spawn(process.execPath, [...FROM_SOURCE, handler], {
      cwd: ROOT,
      env: {
        PATH: process.env['PATH'],
        HOME: this.folder,
        TMPDIR: this.folder,
        http_port: '0',
        METRICS_PORT: '0',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const stream of [this.child.stdout, this.child.stderr]) {
      if (stream !== null) createInterface(stream).on('line', (line) => this.#keep(line))
    }
  }

  /** Starts a function and waits for one event, by default for readiness. */
  static async start(
    env: Record<string, string> = {},
    { handler = 'functions/image-classifier', event = 'function_ready' } = {},
  ): Promise<FunctionUnderTest> {
    const started = new FunctionUnderTest(env, handler)
    try {
      await started.waitForLine((line) => line['event'] === event)
    } catch (error) {
      rmSync(started.folder, { recursive: true })
      throw error
    }
    return started
  }

  get url(): string {
    return `http://127.0.0.1:${this.#listening()['http_port']}`
  }

  get metricsUrl(): string {
    return `http://127.0.0.1:${this.#listening()['metrics_port']}/metrics`
  }

  send(
    body: RequestInit['body'],
    { path = '/', headers = {} }: { path?: string; headers?: Record<string, string> } = {},
  ) {
    return fetch(`${this.url}${path}`, { method: 'POST', body: body ?? null, headers })
  }

  /** Waits until a line of the log matches; fails when the process ends without it. */
  waitForLine(matches: (line: LogLine) => boolean): Promise<LogLine> {
    return new Promise((resolve, reject) => {
      const settle = (report: () => void) => {
        this.#watchers.delete(look)
        this.child.off('close', onClose)
        report()
      }
      const look = () => {
        const line = this.lines.find(matches)
        if (line !== undefined) settle(() => resolve(line))
      }
      const onClose = () => settle(() => reject(new Error(`The function ended: ${this.#describe()}`)))
      this.#watchers.add(look)
      this.child.once('close', onClose)
      look()
    })
  }

  /** @returns the exit code */
  async ended(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'close')
    return this.child.exitCode
  }

  /** Ends the process as OpenFaaS does, and removes what it left. */
  async stop(): Promise<number | null> {
    this.child.kill('SIGTERM')
    const code = await this.ended()
    rmSync(this.folder, { recursive: true })
    return code
  }

  /** Ends what a failed test left running, and removes its folder: for `after`. */
  async end(): Promise<void> {
    this.child.kill('SIGKILL')
    await this.ended()
    rmSync(this.folder, { recursive: true, force: true })
  }

  #describe(): string {
    return [...this.noise, ...this.lines.map((line) => JSON.stringify(line))].join('\n')
  }

  #listening(): LogLine {
    const line = this.lines.find(({ event }) => event === 'listening')
    if (line === undefined) throw new Error('The function does not listen yet.')
    return line
  }

  #keep(line: string): void {
    try {
      this.lines.push(JSON.parse(line))
    } catch {
      this.noise.push(line)
    }
    for (const look of [...this.#watchers]) look()
  }
}
