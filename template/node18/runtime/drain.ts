import { setTimeout as sleep } from 'node:timers/promises'

/** How long no request may come before the process believes that none will. */
export const QUIET_MS = 250
const POLL_MS = 25

export interface DrainSubject {
  /** Milliseconds since a request began or ended; 0 while one is in flight. */
  readonly quietMs: number
}

/**
 * Waits until the process may end after SIGTERM. of-watchdog relays the signal at once and goes on forwarding requests
 * for its `healthcheck_interval`; until then, and while requests still come, everything is served.
 *
 * @param graceMs of-watchdog's interval; 0 without a watchdog
 * @param limitMs after the grace, no longer than this is waited for the requests to stop coming
 */
export async function waitForQuiet(
  subject: DrainSubject,
  graceMs: number,
  limitMs: number,
  clock: { nowMs(): number; sleep(ms: number): Promise<unknown> } = { nowMs: () => performance.now(), sleep },
): Promise<void> {
  const startMs = clock.nowMs()
  for (;;) {
    const passedMs = clock.nowMs() - startMs
    if (passedMs >= graceMs && subject.quietMs >= QUIET_MS) return
    if (passedMs >= graceMs + limitMs) return
    await clock.sleep(POLL_MS)
  }
}
