import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { isDeepStrictEqual } from 'node:util'
import { parse } from 'yaml'
import { readStack } from '../../src/local/stack-file.ts'
import { copyRepository, faasCliNew } from '../../test/own-function/repository-copy.ts'
import { type Row, runFaasCli } from './run-faas-cli.ts'

const NAME = 'brightness'
const HANDLER = `functions/${NAME}`
/** Has every key of an entry that the functions here use. */
const DEPLOYED = 'image-classifier'

/** The commands of docs/your-own-function.md, by the real faas-cli, against what its test plays in their place. */
export async function compareOwnFunction(faasCli: string): Promise<Row[]> {
  const [real, played] = [copyRepository(), copyRepository()]
  const run = (args: string[], gateway = 'http://127.0.0.1:8080') =>
    runFaasCli(faasCli, args, { cwd: real.root, gateway })
  try {
    const create = ['new', NAME, '--lang', 'node18', '--handler', HANDLER, '--append', 'stack.yml']
    const created = await run(create)
    faasCliNew(played.root, NAME, HANDLER)
    const isSame = isDeepStrictEqual(readTouched(real.root), readTouched(played.root))
    const build = ['build', '--shrinkwrap', '-f', 'stack.yml', '--filter', NAME]
    const built = await run(build)
    const isBuilt = existsSync(join(real.root, 'build', NAME, 'function', 'handler.ts'))
    return [
      { args: create, ...created, isExpected: created.code === 0 && isSame },
      { args: build, ...built, isExpected: built.code === 0 && isBuilt },
      await compareDeployment(real.root, run),
    ]
  } finally {
    real.remove()
    played.remove()
  }
}

/** All that `faas-cli new` may touch. */
function readTouched(root: string): Record<string, string> {
  const paths = ['stack.yml', '.gitignore', ...readdirSync(join(root, HANDLER)).map((file) => join(HANDLER, file))]
  return { root: readdirSync(root).join(), ...Object.fromEntries(paths.map((path) => [path, read(root, path)])) }
}

const read = (root: string, path: string) => readFileSync(join(root, path), 'utf8')

/** Whether `faas-cli deploy` sends what the platform makes of stack.yml; it adds the program that template.yml names. */
async function compareDeployment(
  root: string,
  run: (args: string[], gateway: string) => ReturnType<typeof runFaasCli>,
): Promise<Row> {
  let sent: Record<string, unknown> = {}
  const server = createServer(async (request, response) => {
    sent = (await json(request)) as Record<string, unknown>
    response.writeHead(202).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const args = ['deploy', '-f', 'stack.yml', '--filter', DEPLOYED]
  const { code, said } = await run(args, `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  server.close()
  const { deployment } = readStack(join(root, 'stack.yml'), process.env).get(DEPLOYED) ?? {}
  const meant = { ...deployment, envProcess: parse(read(root, 'template/node18/template.yml')).fprocess }
  const isExpected = code === 0 && isDeepStrictEqual(withoutEmpty(sent), withoutEmpty(meant))
  return { args, code, said: `${said}\nsent ${JSON.stringify(sent)}\nmeant ${JSON.stringify(meant)}`, isExpected }
}

/** What is empty says nothing, and need not be sent. */
function withoutEmpty(deployment: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(deployment).filter(([, value]) => Object.keys(value ?? {}).length > 0))
}
