import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { FunctionUnderTest } from '../function-under-test.ts'

/** A function in an official-style folder of its own, as a user of OpenFaaS's templates has it. */
export class OfficialFunction {
  readonly running: FunctionUnderTest
  readonly #folder: string

  private constructor(running: FunctionUnderTest, folder: string) {
    this.running = running
    this.#folder = folder
  }

  /** @param files by their path in the folder; a package.json is there unless one is given */
  static async start(files: Record<string, string>, env: Record<string, string> = {}): Promise<OfficialFunction> {
    const folder = mkdtempSync(join(tmpdir(), 'vouch-official-'))
    for (const [path, text] of Object.entries({ 'package.json': '{"name":"mine","version":"1.0.0"}', ...files })) {
      mkdirSync(join(folder, dirname(path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
    try {
      return new OfficialFunction(await FunctionUnderTest.start(env, { handler: folder }), folder)
    } catch (error) {
      rmSync(folder, { recursive: true })
      throw error
    }
  }

  fetch(path = '/', init: RequestInit = {}): Promise<Response> {
    return fetch(`${this.running.url}${path}`, init)
  }

  async stop(): Promise<number | null> {
    const code = await this.running.stop()
    rmSync(this.#folder, { recursive: true })
    return code
  }
}
