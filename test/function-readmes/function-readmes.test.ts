import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { promisify } from 'node:util'
import sharp from 'sharp'
import { type Platform, startPlatform } from '../../src/local/platform.ts'
import { readStack } from '../../src/local/stack-file.ts'
import { compareHeads, compareJson } from './compare.ts'
import { type Example, listOutputs, readExamples, readHead } from './examples.ts'

const ROOT = join(__dirname, '../..')
const DEFAULT_GATEWAY = 'http://127.0.0.1:8080'
const PICTURE = /\.(png|jpe?g|webp)$/

const READMES = [...readStack(join(ROOT, 'stack.yml'), {}).keys()].map((name) => {
  return [name, readExamples(readFileSync(join(ROOT, 'functions', name, 'README.md'), 'utf8'))] as const
})

const runFile = promisify(execFile)

describe('every example in the README of a function', () => {
  let folder: string
  let platform: Platform

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'vouch-readmes-'))
    cpSync(join(ROOT, 'photos'), join(folder, 'photos'), { recursive: true })
    const ports = { port: 0, lokiPort: 0 }
    const options = { ...ports, host: '127.0.0.1', environment: {}, version: 'test', onNotice: () => undefined }
    platform = await startPlatform({ root: ROOT, ...options })
    await platform.deploy()
  })
  after(async () => {
    await platform.stop()
    rmSync(folder, { recursive: true })
  })

  /** Types it, as it stands but for the gateway's port. */
  async function check({ command, shown }: Example): Promise<void> {
    assert.ok(shown, 'the README does not show what comes of it')
    const typed = command.replaceAll(DEFAULT_GATEWAY, platform.gatewayUrl)
    const { stdout } = await runFile('bash', ['-e', '-o', 'pipefail', '-c', typed], { cwd: folder })
    for (const path of listOutputs(command).filter((path) => PICTURE.test(path))) {
      await sharp(join(folder, path)).stats() // decodes all of it
    }
    if (shown.form === 'json') assert.deepEqual(compareJson(JSON.parse(shown.text), JSON.parse(stdout)), [])
    else assert.deepEqual(compareHeads(readHead(shown.text), readHead(stdout)), [])
  }

  for (const [name, examples] of READMES) {
    it(`shows at least one answer of ${name}`, () => {
      assert.ok(examples.length > 0)
    })
    for (const example of examples) {
      it(`${name}: ${example.command.trim().split('\n').at(-1)}`, () => check(example))
    }
  }
})
