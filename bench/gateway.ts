/** The embedded platform in a process of its own, its image-classifier with a worker a CPU; tells its URL. */
import { once } from 'node:events'
import { findRoot } from '../src/local/find-root.ts'
import { startPlatform } from '../src/local/platform.ts'

async function main(): Promise<void> {
  const platform = await startPlatform({
    root: findRoot(__dirname),
    host: '127.0.0.1',
    port: 0,
    lokiPort: 0,
    environment: process.env,
    version: '0.0.0',
    onNotice: console.error,
  })
  try {
    await platform.deploy()
    process.send?.(`${platform.gatewayUrl}/function/image-classifier`)
    await once(process, 'message')
  } finally {
    await platform.stop()
    process.disconnect()
  }
}

void main()
