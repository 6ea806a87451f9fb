import { ConfigError } from '../errors.ts'

/**
 * Checks the base address of a log store, or of a gateway.
 *
 * @param name of what holds it, an option or a variable, for the message
 * @param example of such an address, for the message
 * @returns the address as URLs write it, without a closing slash, so that equal ones are equal texts
 * @throws ConfigError unless it is an http or https URL without credentials, query or fragment
 */
export function parseAddress(text: string, name?: string, example = 'http://loki:3100'): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash) {
    const shown = url?.username || url?.password ? 'one with credentials' : `"${text}"`
    throw new ConfigError(`Expected an address such as "${example}"${name ? ` for ${name}` : ''} but received ${shown}`)
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '')
}
