import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ApiError } from './api-error.ts'

/** The secrets of the platform: one file each in a folder that only its owner can open. Values are never given back. */
export class SecretStore {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  }

  list(): string[] {
    return readdirSync(this.#folder).sort()
  }

  create(name: string, value: Buffer): void {
    if (this.#has(name)) throw new ApiError(409, `Secret ${name} exists already`)
    this.#write(name, value)
  }

  update(name: string, value: Buffer): void {
    this.#require(name, 404)
    this.#write(name, value)
  }

  remove(name: string): void {
    this.#require(name, 404)
    rmSync(this.#path(name))
  }

  /** @throws ApiError 400 naming the first secret that does not exist: a function's secrets come before it. */
  requireAll(names: readonly string[]): void {
    for (const name of names) this.#require(name, 400)
  }

  /** Makes a folder in which a function finds its own secrets and no others. Later values show through. */
  mount(names: readonly string[], folder: string): void {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    for (const name of new Set(names)) symlinkSync(this.#path(name), join(folder, name))
  }

  #write(name: string, value: Buffer): void {
    const draft = join(this.#folder, `..${name}`)
    writeFileSync(draft, value, { mode: 0o600 })
    renameSync(draft, this.#path(name))
  }

  #require(name: string, status: number): void {
    if (!this.#has(name)) throw new ApiError(status, `Secret ${name} does not exist; create it first`)
  }

  #has(name: string): boolean {
    return existsSync(this.#path(name))
  }

  #path(name: string): string {
    return join(this.#folder, name)
  }
}
