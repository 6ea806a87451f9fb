/** A platform in a process of its own, to be killed: `async-platform.ts FOLDER LOKI_URL` prints the gateway's address. */
import { join } from 'node:path'
import { startPlatform } from '../../src/local/platform.ts'

async function main([folder = '', lokiUrl = '']: readonly string[]): Promise<void> {
  const platform = await startPlatform({
    root: folder,
    host: '127.0.0.1',
    port: 0,
    lokiPort: 0,
    lokiUrl,
    dataFolder: join(folder, 'data'),
    environment: process.env,
    version: '0.0.0',
    onNotice: (sentence) => process.stderr.write(`${sentence}\n`),
    findCommand: () => ({
      argv: [process.execPath, '--no-warnings', join(__dirname, 'fixtures', 'function.mts')],
      workingFolder: folder,
    }),
  })
  process.once('SIGTERM', () => platform.stop())
  process.stdout.write(`${platform.gatewayUrl}\n`)
}

main(process.argv.slice(2))
