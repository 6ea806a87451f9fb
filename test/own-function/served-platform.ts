import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import axios from 'axios'
import { readStack } from '../../src/local/stack-file.ts'
import { waitFor } from '../local/harness.ts'

/** The addresses that `npm start` has when nothing is said, and what it calls them. */
const ADDRESSES = [
  { name: 'Gateway', usual: 'http://127.0.0.1:8080' },
  { name: 'Loki', usual: 'http://127.0.0.1:3100' },
  { name: 'Traces', usual: 'http://127.0.0.1:16686' },
] as const

/** `npm start` as it is typed, on free ports. */
export class ServedPlatform {
  readonly #child: ChildProcess
  readonly #said: string

  private constructor(child: ChildProcess, said: string) {
    this.#child = child
    this.#said = said
  }

  /** Starts it and waits until it serves. A group of its own, as a terminal's: Ctrl-C reaches all of it. A test that is cut off leaves nothing. */
  static async start(command: string, cwd: string): Promise<ServedPlatform> {
    const child = spawn('bash', ['-c', `${command} --port 0 --loki-port 0`], {
      cwd,
      env: { ...process.env, NO_COLOR: '1', TMPDIR: cwd },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const kill = () => process.kill(-(child.pid as number), 'SIGKILL')
    process.once('exit', kill)
    child.once('close', () => process.off('exit', kill))
    let said = ''
    const listen = (chunk: Buffer) => {
      said += chunk
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    await waitFor(() => said.includes('Ctrl-C ends it') || child.exitCode !== null)
    if (child.exitCode !== null) throw new Error(`${command} ended: ${said}`)
    return new ServedPlatform(child, said)
  }

  /** What a page says, with the addresses of this platform for the usual ones. */
  readdress(text: string): string {
    return ADDRESSES.reduce((changed, { name, usual }) => changed.replaceAll(usual, this.address(name)), text)
  }

  address(name: (typeof ADDRESSES)[number]['name']): string {
    const [, address] = new RegExp(`^${name} +(\\S+)$`, 'm').exec(this.#said) ?? []
    if (address === undefined) throw new Error(`npm start named no ${name}: ${this.#said}`)
    return address
  }

  /** What `faas-cli deploy -f stack.yml --filter NAME` sends. */
  async deploy(stackFile: string, name: string): Promise<void> {
    const { deployment } = readStack(stackFile, {}).get(name) ?? {}
    await axios.post(`${this.address('Gateway')}/system/functions`, deployment)
  }

  /** Waits until every call of a function so far is in the log store, and the trace of the last one is kept. */
  async settle(name: string): Promise<void> {
    const gateway = this.address('Gateway')
    const { data } = await axios.get(`${gateway}/system/function/${name}`)
    const query = `sum(count_over_time({function_name="${name}"} |= "latency_ms" [1h]))`
    await waitFor(async () => (await this.#count(query)) === data.invocationCount)
    const lines = await axios.get(`${gateway}/system/logs`, {
      params: { name, tail: 1, follow: false },
      responseType: 'text',
      transformResponse: (text) => text,
    })
    const { trace_id: id } = JSON.parse(JSON.parse(lines.data).text)
    const trace = `${this.address('Traces')}/api/traces/${id}`
    await waitFor(async () => (await axios.get(trace, { validateStatus: null })).status === 200)
  }

  async #count(query: string): Promise<number> {
    const { data } = await axios.get(`${this.address('Loki')}/loki/api/v1/query`, { params: { query } })
    return Number(data.data.result[0]?.value[1] ?? 0)
  }

  /** Ctrl-C. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return
    process.kill(-(this.#child.pid as number), 'SIGINT')
    await once(this.#child, 'close')
  }
}
