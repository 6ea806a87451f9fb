import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { FunctionUnderTest } from '../function-under-test.ts'
import { writeTinyModels } from '../tiny-models.ts'

/** What a body asks for. To open a FIFO that nobody writes to holds the thread in the system, where it cannot be ended. */
const HANDLER = `
const { existsSync, openSync, readFileSync } = require('node:fs')
const { join } = require('node:path')
const faults = {
  hang: () => openSync(join(__dirname, 'fifo'), 'r'),
  spin: () => { for (;;); },
  heap: () => { const all = []; for (;;) all.push(new Array(1000).fill(Math.random())) },
  exit: () => process.exit(3),
  crash: () => process.kill(process.pid, 'SIGSEGV'),
  wait: () => new Promise((resolve) => { const timer = setInterval(() => existsSync(join(__dirname, 'gate')) && resolve(clearInterval(timer)), 5) }),
}
if (existsSync(join(__dirname, 'broken'))) throw new TypeError('cannot be loaded')
exports.default = async ({ body }, { answerJson }) => {
  await faults[body.toString()]?.()
  return answerJson({ done: body.toString() })
}`

/** A function whose workers fail as the body of a request says. */
export class FaultyFunction {
  readonly running: FunctionUnderTest
  readonly folder: string

  private constructor(running: FunctionUnderTest, folder: string) {
    this.running = running
    this.folder = folder
  }

  static async start(env: Record<string, string> = {}): Promise<FaultyFunction> {
    const folder = mkdtempSync(join(tmpdir(), 'vouch-faulty-'))
    writeFileSync(join(folder, 'handler.js'), HANDLER)
    writeTinyModels(folder) // with a model, each worker takes one request at a time
    execFileSync('mkfifo', [join(folder, 'fifo')])
    const running = await FunctionUnderTest.start(
      { MAX_WORKERS: '2', EXEC_TIMEOUT: '20s', ...env },
      { handler: folder },
    )
    await running.waitForLine(({ event }) => event === 'function_ready')
    const faulty = new FaultyFunction(running, folder)
    await faulty.untilMetric(`vouch_workers{state="ready"} ${env['MAX_WORKERS'] ?? 2}`)
    return faulty
  }

  /** @returns the status of the answer, or 'none' when the connection broke */
  async send(fault: string): Promise<number | 'none'> {
    try {
      const answer = await this.running.send(fault)
      await answer.arrayBuffer()
      return answer.status
    } catch {
      return 'none'
    }
  }

  put(name: string): void {
    writeFileSync(join(this.folder, name), '')
  }

  remove(name: string): void {
    rmSync(join(this.folder, name))
  }

  /** Lets the threads go that hang. */
  release(): void {
    closeSync(openSync(join(this.folder, 'fifo'), 'r+'))
  }

  async health(): Promise<number> {
    return (await fetch(`${this.running.url}/healthz`)).status
  }

  async untilMetric(line: string): Promise<void> {
    while (!(await (await fetch(this.running.metricsUrl)).text()).includes(`${line}\n`)) await delay(5)
  }

  /** Ends the process as OpenFaaS does. @returns the exit code */
  stop(): Promise<number | null> {
    return this.running.stop()
  }

  /** For `after`: ends what a failed test left running, and removes its folders. */
  async end(): Promise<void> {
    await this.running.end()
    rmSync(this.folder, { recursive: true })
  }
}
