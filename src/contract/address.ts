import { ConfigError } from '../errors.ts'

/**
 * Checks the base address of a log store.
 *
 * @returns the address without a closing slash
 * @throws ConfigError unless it is an http or https URL without credentials, query or fragment
 */
export function parseAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash) {
    const shown = url?.username || url?.password ? 'one with credentials' : `"${text}"`
    throw new ConfigError(`Expected an address such as "http://loki:3100" but received ${shown}`)
  }
  return text.replace(/\/+$/, '')
}
