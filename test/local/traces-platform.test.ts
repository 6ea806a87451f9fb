import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { runVouch } from '../cli/run-vouch.ts'
import { send, startTestPlatform, waitFor } from './harness.ts'

const ROOT = join(__dirname, '..', '..')
const RUNTIME = join(ROOT, 'template', 'node18', 'index.ts')
const HANDLER = join(ROOT, 'functions', 'image-classifier')

test('the trace_id of a log line leads to the steps of its request', async (t) => {
  const platform = await startTestPlatform({
    environment: { PATH: process.env['PATH'] },
    readyWaitMs: 60_000,
    findCommand: () => ({
      argv: [process.execPath, '-C', 'vouch-source', '--require', 'ts-node/register', RUNTIME, HANDLER],
      workingFolder: ROOT,
    }),
  })
  t.after(() => platform.end())
  const functions = { 'image-classifier': { handler: './x', image: 'x', environment: { MAX_WORKERS: '1' } } }
  writeFileSync(join(platform.folder, 'stack.yml'), JSON.stringify({ provider: { name: 'openfaas' }, functions }))
  await platform.deploy()
  const photo = readFileSync(join(ROOT, 'photos', 'coffee.png'))
  assert.equal((await platform.call('POST', '/function/image-classifier', photo)).status, 200)
  await platform.flush()
  const lines = platform.loki.lines.map(({ line }) => JSON.parse(line))
  const { trace_id: id } = lines.find(({ event }) => event === 'inference_request')
  const url = platform.tracesUrl ?? ''
  await waitFor(async () => (await send(`${url}/api/traces/${id}`, 'GET')).status === 200)
  const { code, stdout } = await runVouch(['trace', id, '--jaeger', url])
  assert.equal(code, 0)
  for (const step of ['POST /', 'queue', 'decode', 'infer'])
    assert.match(stdout, new RegExp(`image-classifier: ${step} `))
})
