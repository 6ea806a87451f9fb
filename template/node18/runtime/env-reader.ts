import { parseDuration } from './duration.ts'
import { parseSize } from './size.ts'

export type Env = Readonly<Record<string, string | undefined>>

interface Range {
  readonly min: number
  readonly max: number
}

/** Reads environment variables and keeps every fault, so that all of them are told at once. An empty variable is an unset one. */
export class EnvReader {
  readonly faults: string[] = []
  readonly #env: Env

  constructor(env: Env) {
    this.#env = env
  }

  text(
    name: string,
    pattern = /^[\x20-\x7e]{1,128}$/,
    expected = 'up to 128 printable ASCII characters',
  ): string | undefined {
    return this.#read(name, expected, (text) => (pattern.test(text) ? text : undefined))
  }

  integer(name: string, { min, max }: Range): number | undefined {
    return this.#read(name, `a whole number from ${min} to ${max}`, (text) => {
      const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
      return value >= min && value <= max ? value : undefined
    })
  }

  share(name: string): number | undefined {
    return this.#read(name, 'a number from 0 to 1', (text) => {
      const value = /^\d*\.?\d+$/.test(text) ? Number(text) : Number.NaN
      return value <= 1 ? value : undefined
    })
  }

  /** Milliseconds. */
  duration(name: string): number | undefined {
    return this.#read(name, 'a duration such as 10s, 1m30s or 500ms', parseDuration)
  }

  /** Bytes. */
  size(name: string): number | undefined {
    return this.#read(name, 'a size such as 100kb, 1.5mb or 1048576', parseSize)
  }

  choice<T extends string>(name: string, choices: readonly T[]): T | undefined {
    return this.#read(name, `one of ${choices.join(', ')}`, (text) =>
      choices.find((choice) => choice === text.toLowerCase()),
    )
  }

  url(name: string): string | undefined {
    return this.#read(name, 'an http or https address', (text) =>
      URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) ? text : undefined,
    )
  }

  #read<T>(name: string, expected: string, parse: (text: string) => T | undefined): T | undefined {
    const text = this.#env[name]
    if (text === undefined || text === '') return undefined
    const value = parse(text)
    if (value === undefined) this.faults.push(`Expected ${expected} for ${name} but received ${JSON.stringify(text)}.`)
    return value
  }
}
