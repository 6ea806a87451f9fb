import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Where the code of reloaded functions lies: each build in a folder of its own, so that a replica of the version before,
 * started again in the middle of a reload, finds its own code whole.
 */
export class Revisions {
  readonly #root: string
  readonly #inUse = new Map<string, string>()
  #folder: string | undefined
  #made = 0

  /** @param root the repository; the builds lie in its dist/, from where its packages are found */
  constructor(root: string) {
    this.#root = root
  }

  /** The build that a function runs; undefined is what `npm run build` left in dist/. */
  of(service: string): string | undefined {
    return this.#inUse.get(service)
  }

  use(service: string, revision: string | undefined): void {
    if (revision === undefined) this.#inUse.delete(service)
    else this.#inUse.set(service, revision)
  }

  /** An empty folder for the next build. */
  make(): string {
    this.#folder ??= mkdtempSync(join(this.#root, 'dist', 'watch-'))
    this.#made += 1
    const folder = join(this.#folder, String(this.#made))
    mkdirSync(folder)
    return folder
  }

  clean(): void {
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true })
  }
}
