import { readFileSync } from 'node:fs'
import { parseAddress } from '../contract/address.ts'
import { ConfigError } from '../errors.ts'

type Env = Readonly<Record<string, string | undefined>>

/** What the environment says of a Loki. */
interface LokiAccess {
  /** LOKI_URL. */
  readonly address: string | undefined
  /** LOKI_ORG_ID, for every Loki. */
  readonly tenant: string | undefined
  /** The token (LOKI_TOKEN_FILE, else LOKI_TOKEN) if the address is LOKI_URL's: it goes nowhere else. */
  readonly tokenFor: (url: string) => string | undefined
}

/** @throws ConfigError when LOKI_URL is no address, a token file holds none, or a token has no address beside it */
export function readLokiAccess(env: Env): LokiAccess {
  const address = env['LOKI_URL'] ? parseAddress(env['LOKI_URL'], 'LOKI_URL') : undefined
  const token = readToken(env)
  if (token && !address)
    throw new ConfigError('Expected LOKI_URL beside LOKI_TOKEN: a token is sent to no other address')
  return { address, tenant: env['LOKI_ORG_ID'] || undefined, tokenFor: (url) => (url === address ? token : undefined) }
}

function readToken(env: Env): string | undefined {
  const file = env['LOKI_TOKEN_FILE']
  if (!file) return env['LOKI_TOKEN'] || undefined
  const token = readTokenFile(file)
  if (token === '') throw new ConfigError(`Expected a token in the file that LOKI_TOKEN_FILE names: ${file}`)
  return token
}

function readTokenFile(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (cause) {
    throw new ConfigError(`Cannot read the file that LOKI_TOKEN_FILE names: ${file}`, { cause })
  }
}
