import assert from 'node:assert/strict'
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { after, describe, it } from 'node:test'
import { type Block, readBlocks } from './own-function/page.ts'
import { copyRepository, faasCliNew } from './own-function/repository-copy.ts'
import { type CommandResult, runCommands } from './own-function/run-commands.ts'
import { ServedPlatform } from './own-function/served-platform.ts'

const blocks = readBlocks(resolve(__dirname, '../docs/your-own-function.md'))
const { root, remove } = copyRepository()
keepAlone()

let platform: ServedPlatform | undefined
let last: CommandResult | undefined

after(async () => {
  await platform?.stop()
  remove()
})

/** The other functions would only take time. */
function keepAlone(): void {
  const stack = join(root, 'stack.yml')
  const [head = ''] = readFileSync(stack, 'utf8').split(/(?<=^functions:\n)/m)
  writeFileSync(stack, head)
}

/** faas-cli is no part of the repository; scripts/compare-faas-cli.ts holds these against it. */
const PLAYED: readonly { pattern: RegExp; play: (...words: string[]) => unknown }[] = [
  {
    pattern: /^faas-cli new (\S+) --lang node18 --handler (\S+) --append stack\.yml$/m,
    play: (name = '', handler = '') => faasCliNew(root, name, handler),
  },
  {
    pattern: /^faas-cli deploy -f stack\.yml --filter (\S+)$/m,
    play: (name = '') => platform?.deploy(join(root, 'stack.yml'), name),
  },
]

async function run({ text, info }: Block): Promise<void> {
  if (text.includes('vouch -- trace') || text.includes('run check')) await platform?.settle('brightness')
  let rest = platform?.readdress(text) ?? text
  for (const { pattern, play } of PLAYED) {
    const [line, ...words] = pattern.exec(rest) ?? []
    if (line === undefined) continue
    await play(...words)
    rest = rest.replace(line, '')
  }
  last = await runCommands(rest, root, platform ? { OPENFAAS_URL: platform.address('Gateway') } : {})
  assert.equal(last.exitCode, Number(info['exit'] ?? 0), last.said)
}

async function serve({ text }: Block): Promise<void> {
  await platform?.stop()
  platform = await ServedPlatform.start(text.trim(), root)
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), platform?.readdress(text) ?? text)
}

/** "Replace the entry that faas-cli appended", or append where there is none. */
function append(path: string, text: string): void {
  const [key = ''] = text.split('\n')
  const before = readFileSync(join(root, path), 'utf8')
  const [kept = ''] = before.split(`${key}\n`)
  writeFileSync(join(root, path), `${kept.trimEnd()}\n`)
  appendFileSync(join(root, path), text)
}

const VARYING = /^(timestamp|request_id|trace_id|span_id|.*_ms|probability|top1_prob)$/

/** Every member that the page shows is in the answer: with its value, or with its type where values vary. */
function showsJson(expected: Record<string, unknown>, line: string): void {
  const actual = JSON.parse(line)
  for (const [name, value] of Object.entries(expected)) {
    if (VARYING.test(name)) assert.equal(typeof actual[name], typeof value, name)
    else assert.deepEqual(actual[name], value, name)
  }
}

function compareOutput({ language, text }: Block): void {
  assert.ok(last !== undefined)
  const { stdout, said } = last
  if (language === 'json') {
    showsJson(JSON.parse(text), stdout.split('\n').findLast((line) => line.startsWith('{')) ?? '')
    return
  }
  for (const line of text.trimEnd().split('\n')) assert.ok(said.includes(line), `${line}\nis not in\n${said}`)
}

/** What a reader does with a block. */
function describeWork(block: Block): { title: string; work: () => unknown } {
  const { language, info, text } = block
  const { title, append: target } = info
  if (title !== undefined) return { title: `writes ${title}`, work: () => write(title, text) }
  if (target !== undefined) return { title: `appends to ${target}`, work: () => append(target, text) }
  const [line = ''] = text.split('\n')
  if (language !== 'sh') return { title: `sees: ${line.trim()}`, work: () => compareOutput(block) }
  return { title: `runs: ${line}`, work: () => ('serves' in info ? serve(block) : run(block)) }
}

describe('a stranger with docs/your-own-function.md', () => {
  for (const block of blocks.filter(({ info }) => !('docker' in info))) {
    const { title, work } = describeWork(block)
    it(title, async () => {
      await work()
    })
  }
})
