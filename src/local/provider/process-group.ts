import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'

interface GroupCommand {
  readonly argv: readonly [string, ...string[]]
  readonly environment: Readonly<Record<string, string>>
  readonly folder: string
  /** Is called with the leader's process id before the program begins. */
  readonly onSpawn?: (pid: number) => void
}

/** How a process group ended: its leader's exit code or signal, or why it could not be started. */
export interface GroupEnd {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly error?: Error
}

/** Becomes the program when it is told to; ends when nobody is left to tell it. */
const BARRIER = 'read -r _ <&3 && exec "$@" 3<&-'
/** Reads until its input ends, which it does with this process, however that ends; then kills the group. */
const GUARD = 'while read -r _; do :; done; kill -s KILL -- "-$0"'

/**
 * A program and all its descendants, started as a process group of their own, so that they can be ended as one. They
 * end with this process at the latest.
 */
export class ProcessGroup {
  readonly #leader: ChildProcess
  /** Settles when the leader has ended, the rest of the group has been killed and all output has been read. */
  readonly ended: Promise<GroupEnd>

  constructor({ argv, environment, folder, onSpawn }: GroupCommand) {
    this.#leader = spawn('/bin/sh', ['-c', BARRIER, 'sh', ...argv], {
      cwd: folder,
      env: environment,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    })
    this.ended = this.#waitForEnd()
    if (this.#leader.pid !== undefined) this.#release(this.#leader.pid, onSpawn)
  }

  /** Only behind its guard, so that there is no moment in which the end of this process leaves the group alone. */
  #release(pid: number, onSpawn: GroupCommand['onSpawn']): void {
    const guard = startGuard(pid)
    this.#leader.once('exit', () => {
      // First, so that the guard cannot kill whoever has the same number later.
      guard.kill('SIGKILL')
      this.signal('SIGKILL')
    })
    onSpawn?.(pid)
    const barrier = this.#leader.stdio[3] as Writable
    barrier.on('error', () => undefined)
    barrier.end('go\n')
  }

  get pid(): number | undefined {
    return this.#leader.pid
  }

  get outputs(): readonly Readable[] {
    return [this.#leader.stdout, this.#leader.stderr].filter((stream) => stream !== null)
  }

  /** Sends a signal to the whole group; one that has ended already is left alone. */
  signal(signal: NodeJS.Signals): void {
    if (this.#leader.pid === undefined) return
    try {
      process.kill(-this.#leader.pid, signal)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }

  /** Asks the group to end, and after `graceMs` kills it. */
  async stop(graceMs: number): Promise<void> {
    this.signal('SIGTERM')
    const timer = new AbortController()
    const killed = delay(graceMs, undefined, { signal: timer.signal }).then(
      () => this.signal('SIGKILL'),
      () => undefined,
    )
    await this.ended
    timer.abort()
    await killed
  }

  async #waitForEnd(): Promise<GroupEnd> {
    try {
      const [code, signal] = await once(this.#leader, 'close')
      return { code, signal }
    } catch (error) {
      return { code: null, signal: null, error: error as Error }
    }
  }
}

/** In a session of its own, out of reach of a terminal's Ctrl-C. */
function startGuard(group: number): ChildProcess {
  const guard = spawn('/bin/sh', ['-c', GUARD, String(group)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: {},
  })
  guard.stdin.on('error', () => undefined)
  guard.unref()
  return guard
}
