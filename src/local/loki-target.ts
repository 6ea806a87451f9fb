import { existsSync } from 'node:fs'
import { join } from 'node:path'
import axios from 'axios'
import { parseAddress } from '../contract/address.ts'
import { ConfigError } from '../errors.ts'
import { readLokiAccess } from '../evidence/loki-access.ts'
import type { Closers } from './closers.ts'
import type { PlatformOptions } from './platform-options.ts'
import { requireFreePort } from './port-error.ts'
import { StoreProcess } from './store-process.ts'
import { toUrl } from './to-url.ts'

const ANSWER_TIMEOUT_MS = 5000

/** Where lines go, and the headers that open it. */
interface LokiTarget {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
}

/** The Loki that was named, once it has answered, or the embedded store, started here. @throws ConfigError */
export async function openLoki(options: PlatformOptions, folder: string, closers: Closers): Promise<LokiTarget> {
  const { tenant, tokenFor } = readLokiAccess(options.environment)
  if (options.lokiUrl === undefined) return { url: await startStore(options, folder, closers), headers: {} }
  const url = parseAddress(options.lokiUrl)
  await requireAnswer(url)
  const token = tokenFor(url)
  const headers = { ...(tenant && { 'X-Scope-OrgID': tenant }), ...(token && { Authorization: `Bearer ${token}` }) }
  return { url, headers }
}

/** Any answer will do: not every Loki shows /ready to its clients. */
async function requireAnswer(url: string): Promise<void> {
  try {
    await axios.get(`${url}/ready`, { timeout: ANSWER_TIMEOUT_MS, proxy: false, validateStatus: null, maxRedirects: 0 })
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    throw new ConfigError(`Loki at ${url} does not answer (${code ?? message}); start it, or leave --loki out`, {
      cause,
    })
  }
}

async function startStore(options: PlatformOptions, folder: string, closers: Closers): Promise<string> {
  const { host, lokiPort: port, environment, onNotice } = options
  await requireFreePort(host, port, '--loki-port')
  const store = new StoreProcess({
    argv: options.storeArgv ?? compiledStore(options.root),
    host,
    port,
    dataFolder: join(folder, 'store'),
    environment: { PATH: environment['PATH'] ?? '' },
    onNotice,
  })
  closers.add({ close: () => store.stop(), kill: () => store.kill() })
  return toUrl(host, await store.start())
}

function compiledStore(root: string): [string, string] {
  const program = join(root, 'dist', 'src', 'local', 'log-store', 'main.js')
  if (!existsSync(program)) throw new ConfigError(`${program} is missing; make it with: npm run build`)
  return [process.execPath, program]
}
