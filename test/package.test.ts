import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { answerJson, startFakeGateway } from './client/fake-gateway.ts'

const run = promisify(execFile)
const LINES = resolve('test/fixtures/lines/functions.jsonl')

let folder = ''
before(async () => {
  assert.ok(existsSync('dist/src/client/index.d.ts'), 'Expected a build: npm run build -- --declaration')
  folder = mkdtempSync(join(tmpdir(), 'vouch-package-'))
  const { stdout } = await run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder])
  await run('npm', ['install', '--silent', '--prefer-offline', '--no-audit', '--no-fund', `./${stdout.trim()}`], {
    cwd: folder,
  })
  mkdirSync(join(folder, 'features'))
  cpSync('features/production_behavior.feature', join(folder, 'features/production_behavior.feature'))
})
after(() => rmSync(folder, { recursive: true }))

test('the packed gate judges the contracts of an empty repository', async () => {
  const { stdout } = await run('npx', ['vouch', 'check', '--lines', LINES], { cwd: folder })
  assert.match(stdout, /PASS: all 3 contracts passed\./)
  const verdicts = JSON.parse(readFileSync(join(folder, 'reports/verdicts.json'), 'utf8'))
  assert.equal(verdicts.gate, 'open')
})

test('it knows the classes of the functions that come with it', async () => {
  const feature = readFileSync('features/production_behavior.feature', 'utf8').replaceAll('"espresso"', '"expresso"')
  const path = join(folder, 'features/production_behavior.feature')
  writeFileSync(path, feature)
  await assert.rejects(
    run('npx', ['vouch', 'check', '--lines', LINES], { cwd: folder }),
    (error: Error & { code: number; stderr: string }) => {
      assert.equal(error.code, 2)
      assert.match(error.stderr, /received "expresso"; the nearest is "espresso"/)
      return true
    },
  )
})

test('it tells its version', async () => {
  const { stdout } = await run('npx', ['vouch', '--version'], { cwd: folder })
  assert.equal(stdout.trim(), JSON.parse(readFileSync('package.json', 'utf8')).version)
})

test('it shows what `vouch comment` would send', async () => {
  const { stdout } = await run('npx', ['vouch', 'comment', '--help'], { cwd: folder })
  assert.match(stdout, /--commit/)
})

test('it asks a gateway, with the client that comes with it', async () => {
  await assert.rejects(
    run('npx', ['vouch', 'status', '--gateway', 'http://127.0.0.1:1'], { cwd: folder }),
    (error: Error & { code: number; stderr: string }) => {
      const sentence = 'The gateway cannot be reached (ECONNREFUSED): GET http://127.0.0.1:1/system/functions'
      assert.equal(error.code, 2)
      // npm may have said something before.
      assert.ok(error.stderr.endsWith(`vouch: ${sentence}\n`), error.stderr)
      return true
    },
  )
})

const PROGRAM = `
import { createFunctionsClient, type Detection, ProblemError } from 'vouch/client'
const { detectFaces } = createFunctionsClient('GATEWAY')
const found: Detection = await detectFaces(new Uint8Array([1]))
const problem: ProblemError = await detectFaces(new Uint8Array([2])).catch((error) => error)
// @ts-expect-error the answer has no such member
const missing = found.persons
console.log(found.faces.length, missing, problem instanceof ProblemError, problem.status)
`

test('its typed client is imported as vouch/client, and required', async (t) => {
  const gateway = await startFakeGateway(t, (response, call) =>
    call === 1
      ? answerJson(response, { faces: [], width: 1, height: 1 })
      : answerJson(response, { detail: 'No face was found.' }, 422),
  )
  const program = join(folder, 'program.mts')
  writeFileSync(program, PROGRAM.replace('GATEWAY', gateway.url))
  const types = ['--types', 'node', '--typeRoots', resolve('node_modules/@types')]
  const tsc = resolve('node_modules/.bin/tsc')
  await run(tsc, ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2024', ...types, program], {
    cwd: folder,
  })
  const imported = await run(process.execPath, ['--no-warnings', program], { cwd: folder })
  assert.equal(imported.stdout, '0 undefined true 422\n')
  const required = "console.log(typeof require('vouch/client').createFunctionsClient)"
  assert.equal((await run(process.execPath, ['-e', required], { cwd: folder })).stdout, 'function\n')
})

test('no model runtime and no platform comes with it', () => {
  for (const name of ['onnxruntime-node', 'sharp', 'pino', '@opentelemetry']) {
    assert.equal(existsSync(join(folder, 'node_modules', name)), false, name)
  }
  assert.equal(existsSync(join(folder, 'node_modules/vouch/dist/src/local')), false)
})
