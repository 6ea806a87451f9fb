import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseDeployment, replicaRange } from './deployment.ts'

const deployment = { service: 'echo', image: 'example/echo' }

const faults = [
  { name: 'no service', body: { image: 'x' }, message: 'Expected a name for service' },
  {
    name: 'a name over 63 characters',
    body: { ...deployment, service: 'a'.repeat(64) },
    message: `Expected at most 63 of a-z, 0-9 and "-", a letter or digit first and last, for service but received "${'a'.repeat(64)}"`,
  },
  { name: 'an empty image', body: { ...deployment, image: '' }, message: 'Expected an image but received ""' },
  {
    name: 'a label value with a space',
    body: { ...deployment, labels: { app: 'a b' } },
    message: 'Expected at most 63 of A-Z, a-z, 0-9, "-", "_" and "." for label app but received "a b"',
  },
  {
    name: 'more replicas than OpenFaaS CE has',
    body: { ...deployment, labels: { 'com.openfaas.scale.max': '6' } },
    message: 'Expected a number from 1 to 5 for label com.openfaas.scale.max but received "6"',
  },
  {
    name: 'a minimum over the maximum',
    body: { ...deployment, labels: { 'com.openfaas.scale.min': '3', 'com.openfaas.scale.max': '2' } },
    message: 'Expected label com.openfaas.scale.min of at most com.openfaas.scale.max "2" but received "3"',
  },
  {
    name: 'a label of OpenFaaS Pro',
    body: { ...deployment, labels: { 'com.openfaas.scale.type': 'rps' } },
    message: 'Label com.openfaas.scale.type belongs to OpenFaaS Pro; OpenFaaS CE refuses it, and so does this platform',
  },
  {
    name: 'a quantity of unknown unit',
    body: { ...deployment, limits: { memory: '1GB' } },
    message: 'Expected a quantity such as "512Mi" or "500m" but received "1GB"',
  },
  {
    name: 'a request over its limit',
    body: { ...deployment, limits: { memory: '1Gi' }, requests: { memory: '1025Mi' } },
    message: 'Expected requests.memory of at most limits.memory "1Gi" but received "1025Mi"',
  },
  {
    name: 'a mistyped timeout',
    body: { ...deployment, envVars: { exec_timeout: '10 s' } },
    message: 'Expected a duration such as "30s" for exec_timeout but received "10 s"',
  },
  {
    name: 'a NUL character for the environment, which no process can have,',
    body: { ...deployment, envVars: { A: 'a\0b' }, envProcess: '\0' },
    message: 'Expected no NUL character in envProcess; Expected no NUL character in the value of A',
  },
  {
    name: 'a secret by a path',
    body: { ...deployment, secrets: ['../key'] },
    message: 'Expected the name of a secret but received "../key"',
  },
]
for (const { name, body, message } of faults)
  test(`${name} is refused`, () =>
    assert.throws(() => parseDeployment(body), { name: 'ApiError', status: 400, message }))

test('all faults are told at once', () => {
  const body = { service: 'A', image: '', labels: { app: ' ' } }
  assert.throws(
    () => parseDeployment(body),
    ({ message }: Error) => message.split('; ').length === 3,
  )
})

test('names of 63 characters, requests equal to limits and null maps, as faas-cli sends, are taken', () => {
  const limits = { memory: '1Gi', cpu: '1' }
  const requests = { memory: '1024Mi', cpu: '1000m' }
  const body = { service: 'a'.repeat(63), image: 'x', envVars: null, labels: null, secrets: null, limits, requests }
  assert.deepEqual(parseDeployment(body), body)
})

test('a function has 1 to 5 replicas unless its labels say otherwise', () => {
  assert.deepEqual(replicaRange(deployment), { min: 1, max: 5 })
  const labels = { 'com.openfaas.scale.min': '2', 'com.openfaas.scale.max': '3' }
  assert.deepEqual(replicaRange({ ...deployment, labels }), { min: 2, max: 3 })
})
