import { rmSync, writeFileSync } from 'node:fs'

/**
 * Tells of-watchdog that the function is warm. With `suppress_lock=true` the watchdog leaves this file to the function, and
 * calls itself healthy while it exists.
 * Source: https://github.com/openfaas/of-watchdog (suppress_lock)
 */
export function writeLockFile(path: string): void {
  writeFileSync(path, '')
}

/** The watchdog removes the file as well: whoever comes second finds none. */
export function removeLockFile(path: string): void {
  rmSync(path, { force: true })
}
