import { mkdir, rm } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { findFreePorts } from '../free-port.ts'
import type { CpuQuota } from './cpu-quota.ts'
import { type ProbeResult, probe } from './probe.ts'
import { type GroupEnd, ProcessGroup } from './process-group.ts'

const STARTING_POLL_MS = 50
const READY_POLL_MS = 250
const PROBE_TIMEOUT_MS = 2000
/** As many silent probes in a row as Kubernetes takes by default before it gives up on a container. */
const SILENT_PROBES = 3

interface ReplicaOptions {
  readonly instance: string
  /** The replica's private folder, its TMPDIR; removed with it. */
  readonly folder: string
  readonly argv: readonly [string, ...string[]]
  readonly workingFolder: string
  readonly environment: Readonly<Record<string, string>>
  /** Holds the replica's processes to a share of the CPU. */
  readonly cpuQuota?: CpuQuota | undefined
  readonly onOutput: (output: Readable) => void
  readonly onChange: () => void
  readonly stopGraceMs: number
}

/** One running copy of a function: a process group with a port, whose readiness is watched. */
export class Replica {
  readonly instance: string
  port = 0
  metricsPort = 0
  inFlight = 0
  #state: 'starting' | 'short-staffed' | 'ready' | 'ended' = 'starting'
  #isLeaving = false
  #group: ProcessGroup | undefined
  #idle: (() => void) | undefined
  readonly #options: ReplicaOptions
  readonly #watch = new AbortController()
  /** Settles when nothing of the replica is left: no process, no unread output, no file. */
  readonly ended: Promise<GroupEnd>

  constructor(options: ReplicaOptions) {
    this.#options = options
    this.instance = options.instance
    this.ended = this.#run()
      .catch((error: Error) => ({ code: null, signal: null, error }))
      .then((end) => this.#end(end))
  }

  get isReady(): boolean {
    return this.#state === 'short-staffed' || this.isStaffed
  }

  /** Whether it is ready with all its workers. */
  get isStaffed(): boolean {
    return this.#state === 'ready'
  }

  /** Whether its end is wanted. */
  get isLeaving(): boolean {
    return this.#isLeaving
  }

  get pid(): number | undefined {
    return this.#group?.pid
  }

  /** Settles when the replica has answered, or will not. */
  async probeHealth(): Promise<ProbeResult> {
    return probe(this.port, '/healthz', PROBE_TIMEOUT_MS)
  }

  /** Counts a request in; the function returned counts it out. */
  enter(): () => void {
    this.inFlight += 1
    return () => {
      this.inFlight -= 1
      if (this.inFlight === 0) this.#idle?.()
    }
  }

  /** Takes the replica out of service at once, for instance when it refused a connection. */
  suspect(): void {
    this.#become('starting')
  }

  /** Takes no new request, lets those in flight finish (as long as `graceMs` at most), and ends the process. */
  async drain(): Promise<void> {
    this.#leave()
    const timer = new AbortController()
    const idle = new Promise<void>((resolve) => {
      this.#idle = resolve
      if (this.inFlight === 0) resolve()
    })
    const late = delay(this.#options.stopGraceMs, undefined, { signal: timer.signal }).catch(() => undefined)
    await Promise.race([idle, late])
    timer.abort()
    await this.#group?.stop(this.#options.stopGraceMs)
    await this.ended
  }

  kill(): void {
    this.#leave()
    this.#group?.signal('SIGKILL')
  }

  async #run(): Promise<GroupEnd> {
    const { folder, argv, workingFolder, environment, cpuQuota, onOutput } = this.#options
    await mkdir(folder, { recursive: true, mode: 0o700 })
    ;[this.port = 0, this.metricsPort = 0] = await findFreePorts(2)
    if (this.#isLeaving) return { code: 0, signal: null }
    this.#group = new ProcessGroup({
      argv,
      folder: workingFolder,
      environment: {
        ...environment,
        http_port: String(this.port),
        METRICS_PORT: String(this.metricsPort),
        TMPDIR: folder,
      },
      onSpawn: (pid) => cpuQuota?.hold(pid),
    })
    for (const output of this.#group.outputs) onOutput(output)
    const watching = this.#watchReadiness()
    const end = await this.#group.ended
    this.#watch.abort()
    await watching
    return end
  }

  async #end(end: GroupEnd): Promise<GroupEnd> {
    this.#state = 'ended'
    await rm(this.#options.folder, { recursive: true, force: true })
    await this.#options.cpuQuota?.release()
    this.#options.onChange()
    return end
  }

  async #watchReadiness(): Promise<void> {
    let silent = 0
    while (!this.#watch.signal.aborted) {
      const result = await probe(this.port, '/readyz', PROBE_TIMEOUT_MS)
      silent = result === 'silent' ? silent + 1 : 0
      if (silent === SILENT_PROBES && this.isReady) this.#group?.signal('SIGKILL')
      this.#learn(result)
      await delay(this.isStaffed ? READY_POLL_MS : STARTING_POLL_MS, undefined, { signal: this.#watch.signal }).catch(
        () => undefined,
      )
    }
  }

  /** A silent probe alone says too little: the machine may be busy. */
  #learn(result: ProbeResult): void {
    if (this.#watch.signal.aborted || result === 'silent') return
    this.#become(result === 'ready' || result === 'short-staffed' ? result : 'starting')
  }

  #leave(): void {
    this.#become('starting')
    this.#isLeaving = true
  }

  #become(state: 'starting' | 'short-staffed' | 'ready'): void {
    if (this.#isLeaving || this.#state === 'ended' || this.#state === state) return
    this.#state = state
    this.#options.onChange()
  }
}
