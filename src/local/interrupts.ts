const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** As a shell tells of a program that Ctrl-C ended. */
export const INTERRUPTED = 130

interface Interrupts {
  /** Fires at the first Ctrl-C, or when the terminal or the system asks to end. */
  readonly signal: AbortSignal
  /** Settles then. */
  readonly asked: Promise<void>
}

/** Listens for whoever wants this process to end; the second time it ends at once. */
export function watchInterrupts(): Interrupts {
  const controller = new AbortController()
  const { promise: asked, resolve } = Promise.withResolvers<void>()
  for (const signal of SIGNALS)
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(INTERRUPTED)
      controller.abort()
      resolve()
    })
  return { signal: controller.signal, asked }
}
