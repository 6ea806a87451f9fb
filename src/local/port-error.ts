import { once } from 'node:events'
import { createServer } from 'node:net'
import { ConfigError } from '../errors.ts'

/** The sentence for a port that cannot be listened on, with the option that names another. */
export function portError(cause: unknown, host: string, port: number, option: string): ConfigError {
  const { code } = cause as NodeJS.ErrnoException
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
