import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readConfig } from './config.ts'
import { ConfigurationError } from './errors.ts'

const MACHINE = { cpus: 2, handlerName: 'image-classifier' }

describe('readConfig', () => {
  it('has a default for everything', () => {
    assert.deepEqual(readConfig({}, MACHINE), {
      functionName: 'image-classifier',
      httpPort: 3000,
      metricsHost: '127.0.0.1',
      metricsPort: 8000,
      maxWorkers: 2,
      maxQueue: 128,
      maxConcurrency: 8,
      execTimeoutMs: 29_500,
      maxBodyBytes: 20_971_520,
      maxPixels: 40_000_000,
      bodyLimits: { isRaw: false, raw: 102_400, json: 102_400, text: 102_400, binary: 20_971_520 },
      gatewayUrl: 'http://gateway.openfaas:8080',
      modelVersion: undefined,
      modelPath: undefined,
      modelVariant: undefined,
      logLevel: 'info',
      revision: '',
      lockFile: '/tmp/.lock',
      drainGraceMs: 0,
      traces: {
        exporter: 'none',
        serviceName: 'image-classifier',
        samplingShare: undefined,
        jaeger: { host: '127.0.0.1', port: 6832 },
      },
    })
  })

  it('takes an empty variable for an unset one', () => {
    assert.deepEqual(readConfig({ MAX_QUEUE: '', MODEL_VERSION: '' }, MACHINE), readConfig({}, MACHINE))
  })

  it('answers 500 ms before the watchdog would', () => {
    assert.equal(readConfig({ exec_timeout: '10s' }, MACHINE).execTimeoutMs, 9500)
    assert.equal(readConfig({ exec_timeout: '600ms' }, MACHINE).execTimeoutMs, 300)
    assert.equal(readConfig({ exec_timeout: '10s', EXEC_TIMEOUT: '3s' }, MACHINE).execTimeoutMs, 3000)
  })

  it('drains for as long as the watchdog forwards', () => {
    assert.equal(readConfig({ write_timeout: '35s' }, MACHINE).drainGraceMs, 35_000)
    assert.equal(readConfig({ write_timeout: '35s', healthcheck_interval: '5s' }, MACHINE).drainGraceMs, 5000)
  })

  it('reads the sizes of the official templates', () => {
    const { bodyLimits } = readConfig({ RAW_BODY: 'true', MAX_RAW_SIZE: '1.5mb', MAX_JSON_SIZE: '2048' }, MACHINE)
    assert.deepEqual(bodyLimits, { isRaw: true, raw: 1_572_864, json: 2048, text: 102_400, binary: 1_572_864 })
  })

  const EXPORTERS = [
    { env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' }, exporter: 'otlp' },
    { env: { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://collector:4318/v1/traces' }, exporter: 'otlp' },
    { env: { JAEGER_AGENT_HOST: 'agent' }, exporter: 'jaeger' },
    { env: { JAEGER_ENDPOINT: 'http://jaeger:14268/api/traces' }, exporter: 'jaeger' },
    { env: { OTEL_TRACES_EXPORTER: 'jaeger' }, exporter: 'jaeger' },
    { env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318', OTEL_TRACES_EXPORTER: 'none' }, exporter: 'none' },
  ]
  for (const { env, exporter } of EXPORTERS) {
    it(`exports with ${exporter} when ${Object.keys(env).join(' and ')} is set`, () => {
      assert.equal(readConfig(env, MACHINE).traces.exporter, exporter)
    })
  }

  it('names every fault at once: variable, value and what was expected', () => {
    const env = {
      http_port: '80a',
      EXEC_TIMEOUT: 'soon',
      OTEL_SAMPLING_PROBABILITY: '2',
      JAEGER_ENDPOINT: 'jaeger:14268',
      MAX_BODY_BYTES: '0',
      MAX_JSON_SIZE: '100 apples',
    }
    assert.throws(
      () => readConfig(env, MACHINE),
      (error: unknown) => {
        assert.ok(error instanceof ConfigurationError)
        assert.deepEqual(error.faults, [
          'Expected a whole number from 0 to 65535 for http_port but received "80a".',
          'Expected a duration such as 10s, 1m30s or 500ms for EXEC_TIMEOUT but received "soon".',
          'Expected a whole number from 1 to 1073741824 for MAX_BODY_BYTES but received "0".',
          'Expected a size such as 100kb, 1.5mb or 1048576 for MAX_JSON_SIZE but received "100 apples".',
          'Expected an http or https address for JAEGER_ENDPOINT but received "jaeger:14268".',
          'Expected a number from 0 to 1 for OTEL_SAMPLING_PROBABILITY but received "2".',
        ])
        return true
      },
    )
  })

  it('refuses a deadline of nothing', () => {
    assert.throws(
      () => readConfig({ EXEC_TIMEOUT: '0' }, MACHINE),
      /Expected from 1ms to 596h for EXEC_TIMEOUT but received 0 ms\./,
    )
  })
})
