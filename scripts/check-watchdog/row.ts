import type { Watchdog } from './watchdog.ts'

export interface Row {
  readonly what: string
  readonly seen: string
  readonly ok: boolean
}

export interface Check {
  /** Over the image's own environment. */
  readonly env: Record<string, string>
  look(watchdog: Watchdog): Promise<Row[]>
}
