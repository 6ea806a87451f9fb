import { once } from 'node:events'
import { createServer } from 'node:net'
import { ConfigError } from '../errors.ts'

/** What the system says of an address that is not this machine's, or is none. */
const NOT_OURS = ['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN']

/** The sentence for a port that cannot be listened on, with the option that names another. */
export function portError(cause: unknown, host: string, port: number, option: string): ConfigError {
  const { code = '' } = cause as NodeJS.ErrnoException
  if (NOT_OURS.includes(code))
    return new ConfigError(`Cannot listen on ${host} (${code}); name an address of this machine with --host`, { cause })
  const fault = code === 'EADDRINUSE' ? 'is taken' : `cannot be used (${code})`
  return new ConfigError(`Port ${port} of ${host} ${fault}; choose another with ${option}, or 0 for any free one`, {
    cause,
  })
}

/** Finds out early, and in words that name the option, whether a program to be started could listen. @throws ConfigError */
export async function requireFreePort(host: string, port: number, option: string): Promise<void> {
  const server = createServer()
  try {
    server.listen(port, host)
    await once(server, 'listening')
  } catch (cause) {
    throw portError(cause, host, port, option)
  }
  server.close()
  await once(server, 'close')
}
