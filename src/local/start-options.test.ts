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
