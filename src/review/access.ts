import { ConfigError } from '../errors.ts'

const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost'])

export interface ReviewOptions {
  readonly repo?: string
  readonly api?: string
}

/** Where a comment goes and who writes it, from options and environment. */
export interface ReviewAccess {
  readonly api: string
  /** address of the pages that people read, for links */
  readonly server: string
  /** owner/name */
  readonly repository: string
  /** null: nothing is sent */
  readonly token: string | null
}

/**
 * Reads where to comment. An option comes before its variable: --api before GITHUB_API_URL, --repo before
 * GITHUB_REPOSITORY; the token is GITHUB_TOKEN, else GH_TOKEN.
 * @throws {ConfigError} which names the option or variable, never the token's value
 */
export function readReviewAccess(options: ReviewOptions, env: Record<string, string | undefined>): ReviewAccess {
  const api = options.api ?? (env['GITHUB_API_URL'] || 'https://api.github.com')
  const server = env['GITHUB_SERVER_URL'] || 'https://github.com'
  const repository = options.repo ?? env['GITHUB_REPOSITORY'] ?? ''
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository)) throw expected('owner/name', '--repo (or GITHUB_REPOSITORY)', repository)
  requireSafeAddress(api, '--api (or GITHUB_API_URL)')
  requireSafeAddress(server, 'GITHUB_SERVER_URL')
  return Object.freeze({ api, server: server.replace(/\/+$/, ''), repository, token: readToken(env) })
}

function readToken(env: Record<string, string | undefined>): string | null {
  const token = (env['GITHUB_TOKEN'] || env['GH_TOKEN'] || '').trim()
  if (/[^\x21-\x7e]/.test(token)) {
    throw new ConfigError(
      'Expected a token without spaces for GITHUB_TOKEN (or GH_TOKEN) but received one with such characters',
    )
  }
  return token === '' ? null : token
}

/** A token travels over https only, but for this machine. The address may hold a password: then only its origin is said. */
function requireSafeAddress(address: string, name: string): void {
  const url = URL.canParse(address) ? new URL(address) : null
  const secret = url !== null && url.username + url.password !== ''
  const safe = url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.has(url.hostname))
  if (!safe || secret || /[()<>\s]/.test(address))
    throw expected('an https address', name, secret ? url.origin : address)
}

function expected(what: string, name: string, value: string): ConfigError {
  return new ConfigError(`Expected ${what} for ${name} but received ${value === '' ? 'nothing' : value}`)
}
