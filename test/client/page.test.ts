import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { promisify } from 'node:util'
import { type Platform, startPlatform } from '../../src/local/platform.ts'
import { compareJson } from '../function-readmes/compare.ts'
import { type Block, readBlocks } from '../own-function/page.ts'

const ROOT = join(__dirname, '..', '..')
const DEFAULT_GATEWAY = 'http://127.0.0.1:8080'

const runFile = promisify(execFile)
const blocks = readBlocks(join(ROOT, 'docs', 'client.md'))
const examples = blocks.filter(({ language }) => language !== 'text')

/** The words of a text, numbers as such, so that they may differ a little. */
function readWords(text: string): (string | number)[] {
  return text.split(/(\d+(?:\.\d+)?)/).map((word, index) => (index % 2 === 0 ? word : Number(word)))
}

describe('docs/client.md', () => {
  let folder: string
  let platform: Platform | undefined

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'vouch-page-'))
    cpSync(join(ROOT, 'photos'), join(folder, 'photos'), { recursive: true })
    mkdirSync(join(folder, 'node_modules', '.bin'), { recursive: true })
    symlinkSync(ROOT, join(folder, 'node_modules', 'vouch'))
    const command = join(folder, 'node_modules', '.bin', 'vouch')
    writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${join(ROOT, 'dist/src/cli/vouch.js')}' "$@"\n`)
    chmodSync(command, 0o755)
    const ports = { port: 0, lokiPort: 0 }
    const options = { ...ports, host: '127.0.0.1', environment: {}, version: 'test', onNotice: () => undefined }
    platform = await startPlatform({ root: ROOT, ...options })
    await platform.deploy()
  })
  after(async () => {
    await platform?.stop()
    rmSync(folder, { recursive: true })
  })

  async function run({ language, text }: Block, gateway: string): Promise<string> {
    const env = { ...process.env, OPENFAAS_URL: gateway, OPENFAAS_CONFIG: folder }
    if (language === 'sh')
      return (await runFile('bash', ['-e', '-o', 'pipefail', '-c', text], { cwd: folder, env })).stdout
    const program = join(folder, 'program.mts')
    writeFileSync(program, text.replaceAll(DEFAULT_GATEWAY, gateway))
    return (await runFile(process.execPath, ['--no-warnings', program], { cwd: folder, env })).stdout
  }

  for (const example of examples) {
    const title = example.text.split('\n').find((line) => /await|vouch/.test(line) && !line.startsWith('import'))
    it(`prints what the page shows: ${title?.trim()}`, async () => {
      const shown = blocks[blocks.indexOf(example) + 1]
      assert.equal(shown?.language, 'text')
      const printed = await run(example, platform?.gatewayUrl ?? '')
      assert.deepEqual(compareJson(readWords(shown.text), readWords(printed)), [], printed)
    })
  }

  it('saves what it says', () => {
    const saved = [...readdirSync(folder), ...readdirSync(join(folder, 'cut'))]
    for (const name of ['cut.webp', 'fused.jpg', 'coffee.webp', 'chelsea.webp']) assert.ok(saved.includes(name), name)
    assert.equal(readFileSync(join(folder, 'cut.webp')).subarray(8, 12).toString(), 'WEBP')
  })
})
