const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

export interface Interrupts {
  /** Fires at the first Ctrl-C, or when the terminal or the system asks to end. */
  readonly signal: AbortSignal
  /** Settles then. */
  readonly asked: Promise<void>
  /** What a second one does. */
  force: () => void
}

/** Listens for whoever wants this process to end. */
export function watchInterrupts(): Interrupts {
  const controller = new AbortController()
  const { promise: asked, resolve } = Promise.withResolvers<void>()
  const interrupts: Interrupts = { signal: controller.signal, asked, force: () => process.exit(130) }
  for (const signal of SIGNALS)
    process.on(signal, () => {
      if (controller.signal.aborted) interrupts.force()
      controller.abort()
      resolve()
    })
  return interrupts
}
