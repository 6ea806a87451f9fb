/** The address at which this machine reaches a server that listens on `host`. */
export function toUrl(host: string, port: number): string {
  const isAny = host === '0.0.0.0' || host === '::'
  const name = host.includes(':') ? `[${host}]` : host
  return `http://${isAny ? '127.0.0.1' : name}:${port}`
}
