import assert from 'node:assert/strict'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { FunctionUnderTest, type LogLine } from './function-under-test.ts'

/** Starts a function that must not come up, and gives the lines that it left. */
async function startInVain(env: Record<string, string>, handler?: string): Promise<readonly LogLine[]> {
  const running = await FunctionUnderTest.start(env, { event: 'none', ...(handler ? { handler } : {}) }).catch(
    (error: Error) => error,
  )
  assert.ok(running instanceof Error)
  return running.message
    .split('\n')
    .map((line) => line.replace('The function ended: ', ''))
    .map((line) => JSON.parse(line))
}

describe('the start of a function', () => {
  it('names every wrong variable at once, before it listens', async () => {
    const lines = await startInVain({ MAX_WORKERS: 'two', METRICS_PORT: '70000', LOG_LEVEL: 'loud' })
    assert.deepEqual(
      lines.map(({ event, error_message }) => [event, error_message]),
      [
        ['config_invalid', 'Expected a whole number from 0 to 65535 for METRICS_PORT but received "70000".'],
        ['config_invalid', 'Expected a whole number from 1 to 256 for MAX_WORKERS but received "two".'],
        ['config_invalid', 'Expected one of debug, info, warn, error, silent for LOG_LEVEL but received "loud".'],
      ],
    )
  })

  it('names a port that is taken', async () => {
    const holder = createServer()
    const port = await new Promise<number>((resolve) => {
      holder.listen(0, '127.0.0.1', () => resolve((holder.address() as { port: number }).port))
    })
    const lines = await startInVain({ http_port: String(port) })
    holder.close()
    assert.equal(lines.at(-1)?.['event'], 'start_failed')
    assert.equal(lines.at(-1)?.['error_message'], `Port ${port} cannot be had: EADDRINUSE.`)
  })

  it('ends with model_load_failed when the variant is unknown', async () => {
    const last = (await startInVain({ MODEL_VARIANT: 'f8' })).at(-1)
    assert.equal(last?.['event'], 'model_load_failed')
    assert.equal(last?.['level'], 'ERROR')
    assert.equal(last?.['error_message'], 'Expected one of f16, qdq8 for MODEL_VARIANT but received f8.')
  })

  it('ends with model_load_failed when the weights are not what model.json names', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'vouch-handler-'))
    mkdirSync(join(folder, 'models'))
    writeFileSync(join(folder, 'models', 'w.onnx'), 'not the weights')
    writeFileSync(join(folder, 'models', 'l.json'), '[]')
    const weights = { file: 'w.onnx', sha256: '0'.repeat(64) }
    const spec = {
      name: 'n',
      version: '1',
      defaultVariant: 'a',
      variants: { a: weights },
      labels: 'l.json',
      warmUp: [],
    }
    writeFileSync(join(folder, 'model.json'), JSON.stringify(spec))
    const changed = (await startInVain({}, folder)).at(-1)
    const foreign = (await startInVain({ MODEL_PATH: join(folder, 'models', 'w.onnx') })).at(-1)
    rmSync(folder, { recursive: true })
    assert.equal(changed?.['event'], 'model_load_failed')
    assert.equal(changed?.['error_message'], 'w.onnx does not have the sha256 that model.json names.')
    assert.equal(foreign?.['event'], 'model_load_failed')
    assert.equal(foreign?.['error_message'], 'The weights could not be loaded.')
  })

  it('runs the skeleton, which has no model', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'vouch-handler-'))
    cpSync(join(__dirname, '../../template/node18/function'), folder, { recursive: true })
    const running = await FunctionUnderTest.start({ OPENFAAS_NAME: 'skeleton' }, { handler: folder })
    assert.deepEqual(await (await running.send('abc')).json(), { bytes: 3 })
    assert.equal(await running.stop(), 0)
    rmSync(folder, { recursive: true })
    assert.equal(running.lines.find(({ event }) => event === 'inference_request')?.['function'], 'skeleton')
  })

  it('is ready with its first worker, and tells how many of them there are', async () => {
    const running = await FunctionUnderTest.start({ MAX_WORKERS: '2' }, { event: 'listening' })
    const seen = new Set<string>()
    while (!seen.has('200 2/2')) {
      const { status, headers } = await fetch(`${running.url}/readyz`)
      seen.add(`${status} ${headers.get('x-vouch-workers')}`)
    }
    assert.deepEqual([...seen], ['503 0/2', '200 1/2', '200 2/2'])
    assert.equal(await running.stop(), 0)
  })

  it('serves another variant of the weights under its digest', async () => {
    const running = await FunctionUnderTest.start({ MODEL_VARIANT: 'qdq8', MODEL_VERSION: 'v1.2.1' })
    const ready = running.lines.find(({ event }) => event === 'function_ready')
    assert.equal(ready?.['model_version'], 'v1.2.1')
    assert.equal(ready?.['model_digest'], '45be28a9cfa0')
    assert.equal(await running.stop(), 0)
  })
})
