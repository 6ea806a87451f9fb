import { parseAddress } from '../contract/address.ts'
import type { Contract } from '../contract/contract.ts'
import type { LogQueries } from '../evidence/log-queries.ts'
import { Loki } from '../evidence/loki.ts'
import { readLokiAccess } from '../evidence/loki-access.ts'
import { shareQueries } from '../evidence/shared-queries.ts'

type Env = Readonly<Record<string, string | undefined>>

/**
 * The Loki that answers for each contract: `--loki`, else LOKI_URL, else the address in its Background. One client an
 * address; the token is sent to LOKI_URL alone.
 *
 * @throws ConfigError when an address is none, or a token has no address beside it
 */
export function lokiSources(option: string | undefined, env: Env): (contract: Contract) => LogQueries {
  const access = readLokiAccess(env)
  const override = option === undefined ? access.address : parseAddress(option, '--loki')
  const clients = new Map<string, LogQueries>()
  return ({ source }) => {
    const url = override ?? source
    const known = clients.get(url)
    if (known) return known
    const client = new Loki({ url, tenant: access.tenant, token: access.tokenFor(url) })
    const shared = shareQueries(client)
    clients.set(url, shared)
    return shared
  }
}
