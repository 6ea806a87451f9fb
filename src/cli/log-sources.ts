import { readFileSync } from 'node:fs'
import { parseAddress } from '../contract/address.ts'
import type { Contract } from '../contract/contract.ts'
import { ConfigError } from '../errors.ts'
import type { LogQueries } from '../evidence/log-queries.ts'
import { Loki } from '../evidence/loki.ts'
import { shareQueries } from '../evidence/shared-queries.ts'

type Env = Readonly<Record<string, string | undefined>>

/**
 * The Loki that answers for each contract: `--loki`, else LOKI_URL, else the address in its Background. One client an
 * address; the token is sent to LOKI_URL alone.
 *
 * @throws ConfigError when an address is none, or a token has no address beside it
 */
export function lokiSources(option: string | undefined, env: Env): (contract: Contract) => LogQueries {
  const configured = env['LOKI_URL'] ? parseAddress(env['LOKI_URL']) : undefined
  const token = readToken(env)
  if (token && !configured)
    throw new ConfigError('Expected LOKI_URL beside LOKI_TOKEN: a token is sent to no other address')
  const override = option === undefined ? configured : parseAddress(option)
  const clients = new Map<string, LogQueries>()
  return ({ source }) => {
    const url = override ?? source
    const known = clients.get(url)
    if (known) return known
    const client = new Loki({ url, tenant: env['LOKI_ORG_ID'], token: url === configured ? token : undefined })
    const shared = shareQueries(client)
    clients.set(url, shared)
    return shared
  }
}

function readToken(env: Env): string | undefined {
  const file = env['LOKI_TOKEN_FILE']
  if (!file) return env['LOKI_TOKEN'] || undefined
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (cause) {
    throw new ConfigError(`Cannot read the file that LOKI_TOKEN_FILE names: ${file}`, { cause })
  }
}
