import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface Output {
  readonly stdout: string
  readonly stderr: string
}

/** Runs one docker command to its end. @throws the command's own words when it fails */
export async function docker(...args: string[]): Promise<Output> {
  try {
    return await run('docker', args, { maxBuffer: 2 ** 28 })
  } catch (error) {
    const { code, stderr } = error as { code?: unknown; stderr?: string }
    if (code === 'ENOENT') throw new Error('docker is missing: install Docker Engine, then build the image')
    throw new Error(`docker ${args[0]} failed: ${stderr?.trim() || code}`, { cause: error })
  }
}

/** A container of the image under check, its ports published on free ports of the loopback. */
export class Container {
  readonly #id: string
  readonly #ports: ReadonlyMap<number, string>

  private constructor(id: string, ports: ReadonlyMap<number, string>) {
    this.#id = id
    this.#ports = ports
  }

  /** @param options of `docker run`, such as `--cpus 1` */
  static async start(image: string, options: readonly string[]): Promise<Container> {
    const published = ['--publish', '127.0.0.1::8080', '--publish', '127.0.0.1::8000']
    const id = (await docker('run', '--detach', ...published, ...options, image)).stdout.trim()
    const ports = new Map<number, string>()
    for (const port of [8080, 8000])
      ports.set(port, (await docker('port', id, `${port}/tcp`)).stdout.split('\n')[0] ?? '')
    return new Container(id, ports)
  }

  url(port: 8080 | 8000, path: string): string {
    return `http://${this.#ports.get(port)}${path}`
  }

  /** Standard output (the function's lines) and standard error (of-watchdog's own). */
  async lines(): Promise<{ function: string[]; watchdog: string[] }> {
    const { stdout, stderr } = await docker('logs', this.#id)
    const split = (text: string) => text.split('\n').filter((line) => line !== '')
    return { function: split(stdout), watchdog: split(stderr) }
  }

  /** The files that the container wrote, changed or deleted. */
  async changes(): Promise<string[]> {
    return (await docker('diff', this.#id)).stdout.trim().split('\n')
  }

  async isRunning(): Promise<boolean> {
    return (await docker('inspect', '--format', '{{.State.Running}}', this.#id)).stdout.trim() === 'true'
  }

  async memoryInUse(): Promise<string> {
    return (await docker('stats', '--no-stream', '--format', '{{.MemUsage}}', this.#id)).stdout.trim()
  }

  /** SIGTERM, and SIGKILL after 45 s. @returns the exit code */
  async stop(): Promise<number> {
    await docker('stop', '--time', '45', this.#id)
    return Number((await docker('inspect', '--format', '{{.State.ExitCode}}', this.#id)).stdout)
  }

  async remove(): Promise<void> {
    await docker('rm', '--force', '--volumes', this.#id)
  }
}
