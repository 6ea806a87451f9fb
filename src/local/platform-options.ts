import type { QueueLimits } from './async/call-queue.ts'
import type { Sleep } from './async/call-worker.ts'
import type { FunctionCommand } from './provider/provider.ts'

export interface PlatformOptions {
  /** The repository: stack.yml, build/, dist/. */
  readonly root: string
  readonly host: string
  /** 0 is any free one. */
  readonly port: number
  readonly lokiPort: number
  /** 0, or none, is any free one. */
  readonly metricsPort?: number | undefined
  /** 0, or none, is any free one. */
  readonly tracePort?: number | undefined
  /** A real Loki to ship to; without it the embedded store runs. */
  readonly lokiUrl?: string | undefined
  /** Kept when named; else a temporary folder, removed at the end. */
  readonly dataFolder?: string | undefined
  readonly environment: Record<string, string | undefined>
  readonly version: string
  readonly onNotice: (sentence: string) => void
  /** Whether every replica is held to its limits.cpu. */
  readonly cpuLimits?: boolean
  readonly findCommand?: (service: string) => FunctionCommand
  readonly storeArgv?: readonly [string, ...string[]]
  readonly readyWaitMs?: number
  /** Of the calls of /async-function that wait. */
  readonly queueLimits?: QueueLimits
  /** The pauses before an asynchronous call that found its function busy is made again. */
  readonly sleep?: Sleep
}
