import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { TestContext } from 'node:test'
import { startPlatform } from '../../src/local/platform.ts'
import { startFakeLoki } from './fake-loki.ts'
import { send, waitFor } from './harness.ts'

const ROOT = join(__dirname, '..', '..')
const LINKED = ['node_modules', 'package.json', 'tsconfig.json', 'tsconfig.build.json']

/** A function's server in few lines: its handler's answer, readiness as the runtime tells it, a drain. */
const RUNTIME = `import { createServer } from 'node:http'
import { join } from 'node:path'

const { answer } = require(join(process.argv[2] ?? '', 'handler.js'))
const server = createServer((request, response) => {
  if (request.url === '/readyz' && process.env['NEVER_READY']) response.writeHead(503)
  if (request.url === '/die') process.kill(process.pid, 'SIGKILL')
  response.end(answer())
}).listen(Number(process.env['http_port']), '127.0.0.1')
process.on('SIGTERM', () => setTimeout(() => server.close(() => process.exit(0)), 100))
`
/** What the handlers import from the runtime. */
export const greeting = (word: string) => `export const greet = (name: string): string => \`${word}, \${name}\`\n`

/** A handler that answers with the runtime's greeting. */
export const handler = (name: string) =>
  `import { greet } from '#runtime/greeting'\nexport const answer = () => greet('${name}')\n`

/** A stack of functions, with the folder of each; `more` goes to the first. */
export function stack(functions: Readonly<Record<string, string>>, more: object = {}): string {
  const entries = Object.entries(functions).map(([name, folder], place) => [
    name,
    { lang: 'node18', handler: `./functions/${folder}`, image: 'x', ...(place === 0 && more) },
  ])
  return JSON.stringify({ provider: { name: 'openfaas' }, functions: Object.fromEntries(entries) })
}

const REPOSITORY = {
  'stack.yml': stack({ one: 'one', two: 'two' }),
  'template/node18/index.ts': RUNTIME,
  'template/node18/runtime/greeting.ts': greeting('Hello'),
  'functions/one/handler.ts': handler('one'),
  'functions/two/handler.ts': handler('two'),
}

/** A platform that watches a repository of its own: the functions "one" and "two", compiled as `npm run build` does. */
export async function startWatched(t: TestContext) {
  const root = mkdtempSync(join(tmpdir(), 'vouch-watch-'))
  t.after(() => rmSync(root, { recursive: true, maxRetries: 5 }))
  const write = (path: string, content: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
  }
  for (const [path, content] of Object.entries(REPOSITORY)) write(path, content)
  for (const name of LINKED) symlinkSync(join(ROOT, name), join(root, name))
  build(root)
  const loki = await startFakeLoki()
  const notices: string[] = []
  const platform = await startPlatform({
    root,
    host: '127.0.0.1',
    port: 0,
    lokiPort: 0,
    lokiUrl: loki.url,
    environment: process.env,
    version: '0.0.0',
    onNotice: (sentence) => notices.push(sentence),
  })
  t.after(async () => {
    await platform.stop()
    await loki.close()
  })
  await platform.deploy()
  platform.watch()
  const greet = async (service: string) => (await send(`${platform.gatewayUrl}/function/${service}`, 'GET')).text
  const noticed = async (...patterns: readonly RegExp[]) => {
    await waitFor(() => patterns.every((pattern) => notices.some((sentence) => pattern.test(sentence))))
    return notices.splice(0)
  }
  return { platform, root, write, greet, noticed }
}

function build(root: string): void {
  const argv = [require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.build.json']
  const { status, stdout } = spawnSync(process.execPath, argv, { cwd: root, encoding: 'utf8' })
  if (status !== 0) throw new Error(stdout)
}
