import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readStartOptions } from './start-options.ts'

test('metrics are on 8082 as in OpenFaaS, beside another gateway on any free port, or where they are asked for', () => {
  for (const { args, expected } of [
    { args: [], expected: 8082 },
    { args: ['--port', '0'], expected: 0 },
    { args: ['--port', '8090'], expected: 0 },
    { args: ['--port', '0', '--metrics-port', '9090'], expected: 9090 },
    { args: ['--metrics-port', '0'], expected: 0 },
  ]) {
    assert.equal(readStartOptions(['node', 'start', ...args]).metricsPort, expected)
  }
})

test("traces are on Jaeger's 16686, beside another gateway on any free port, or where they are asked for", () => {
  for (const { args, expected } of [
    { args: [], expected: 16_686 },
    { args: ['--port', '0'], expected: 0 },
    { args: ['--port', '0', '--trace-port', '9411'], expected: 9411 },
    { args: ['--trace-port', '0'], expected: 0 },
  ]) {
    assert.equal(readStartOptions(['node', 'start', ...args]).tracePort, expected)
  }
})
