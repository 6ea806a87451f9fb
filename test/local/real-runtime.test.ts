import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { createFunctionsClient } from '../../src/client/functions-client.ts'
import { PHOTO_MIX } from '../../src/client/photo-mix.ts'
import { sendPhotos } from '../../src/client/send-photos.ts'
import type { FunctionCommand } from '../../src/local/provider/provider.ts'
import { send, startTestPlatform, waitFor } from './harness.ts'
import { processesWith } from './processes.ts'

const ROOT = join(__dirname, '..', '..')
const RUNTIME = join(ROOT, 'template', 'node18', 'index.ts')
const HANDLER = join(ROOT, 'functions', 'image-classifier')
/** The real classifier, from its sources. */
const COMMAND: FunctionCommand = {
  argv: [process.execPath, '-C', 'vouch-source', '--require', 'ts-node/register', RUNTIME, HANDLER],
  workingFolder: ROOT,
}

async function startClassifier(environment: Record<string, string>) {
  const platform = await startTestPlatform({ findCommand: () => COMMAND, readyWaitMs: 60_000 })
  const functions = { 'image-classifier': { handler: './x', image: 'x', environment } }
  writeFileSync(join(platform.folder, 'stack.yml'), JSON.stringify({ provider: { name: 'openfaas' }, functions }))
  return platform
}

test('SIGTERM to the real classifier under load of 8 clients loses no request and no log line', async (t) => {
  const platform = await startClassifier({ MODEL_VERSION: 'v1.0.0', MAX_WORKERS: '1' })
  t.after(() => platform.end())
  await platform.deploy()
  const classifier = createFunctionsClient(platform.gatewayUrl)
  const coffee = readFileSync(join(ROOT, 'photos', 'coffee.png'))
  const { predictions, model_version } = await classifier.classify(coffee, { top: 1 })
  assert.deepEqual([predictions.length, predictions[0]?.class, model_version], [1, 'espresso', 'v1.0.0'])
  await assert.rejects(classifier.classify(Buffer.from('no picture')), { name: 'ProblemError', status: 415 })

  const discovered = await send(new URL('/prometheus/sd', platform.metricsUrl).href, 'GET')
  const [{ targets }] = JSON.parse(discovered.text)
  assert.match((await send(`http://${targets[0]}/metrics`, 'GET')).text, /^vouch_/m)

  let isSent = false
  const sending = sendPhotos({
    gateway: platform.gatewayUrl,
    functionName: 'image-classifier',
    photosFolder: join(ROOT, 'photos'),
    mix: PHOTO_MIX,
    total: 200,
    clients: 8,
    onProgress: (done) => {
      isSent ||= done === 40
    },
  })
  await waitFor(() => isSent)
  const [event = ''] = platform.loki.lines.map(({ line }) => line).filter((line) => line.includes('"listening"'))
  const [pid = 0] = processesWith(`http_port=${JSON.parse(event).http_port}`)
  process.kill(pid, 'SIGTERM')
  const { byStatus, byClass } = await sending
  assert.deepEqual([byStatus, byClass['espresso']], [{ 200: 200 }, 20])
  await platform.flush()
  const events = platform.loki.lines.map(({ line }) => JSON.parse(line).event)
  assert.equal(events.filter((name) => name === 'inference_request').length, 201)
})

test('a model that is missing is said when the function does not become ready', async (t) => {
  const platform = await startClassifier({ MODEL_PATH: '/nowhere/model.onnx' })
  t.after(() => platform.end())
  await assert.rejects(platform.deploy(), {
    name: 'ConfigError',
    message:
      /^Function image-classifier did not become ready and ended 3 times; its last message: The model cannot be loaded: /,
  })
})
