import { parseArgs } from 'node:util'
import { ConfigError } from '../../errors.ts'
import { startLogStore } from './start.ts'

/** The log store as a process of its own: `node main.js --host 127.0.0.1 --port 0 --data FOLDER`. */
async function main(): Promise<void> {
  const store = await startLogStore(readOptions())
  const stop = () => {
    store.close().then(
      () => process.exit(0),
      (error: Error) => fail(error.message, 1),
    )
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  process.stdout.write(`${JSON.stringify({ event: 'listening', port: store.port })}\n`)
}

function readOptions() {
  const { host, port, data } = parseOptions()
  if (!data) throw new ConfigError('Expected a folder for --data but received none')
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw new ConfigError(`Expected 0 to 65535 for --port but received ${port}`)
  return { host, port: Number(port), dataFolder: data }
}

function parseOptions() {
  try {
    const { values } = parseArgs({
      options: {
        host: { type: 'string', default: '127.0.0.1' },
        port: { type: 'string', default: '0' },
        data: { type: 'string' },
      },
    })
    return values
  } catch (cause) {
    throw new ConfigError((cause as Error).message, { cause })
  }
}

function fail(message: string, code: number): void {
  process.stderr.write(`${message}\n`)
  process.exit(code)
}

main().catch((error: Error) => fail(error.message, error instanceof ConfigError ? 2 : 1))
