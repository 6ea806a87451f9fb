import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { readCatalogue } from './read-catalogue.ts'

const folder = mkdtempSync(join(tmpdir(), 'vouch-catalogue-'))
after(() => rmSync(folder, { recursive: true }))

const OWN = readFileSync('telemetry.yaml', 'utf8').replace('models/imagenet-labels.json', 'classes.json')
writeFileSync(join(folder, 'classes.json'), '["cat", "dog"]')

function read(text: string) {
  const path = join(folder, 'telemetry.yaml')
  writeFileSync(path, text)
  return readCatalogue(path)
}

test('the catalogue of this repository is read, with the thousand classes of the classifier', () => {
  const { functions, roles } = readCatalogue('telemetry.yaml')
  assert.equal(functions.get('image-classifier')?.size, 1000)
  assert.ok(functions.get('image-classifier')?.has('golden retriever'))
  assert.equal(roles.latency, 'latency_ms')
})

test('classes come from a file beside the catalogue', () => {
  assert.deepEqual([...(read(OWN).functions.get('image-classifier') ?? [])], ['cat', 'dog'])
})

const faults: { name: string; text: string; message: RegExp }[] = [
  { name: 'no YAML', text: 'a: [', message: /^Cannot read the catalogue .*telemetry\.yaml: / },
  {
    name: 'no catalogue',
    text: 'a: 1',
    message: /^Expected a catalogue in .*telemetry\.yaml but found:\n {2}schema_version: /,
  },
  {
    name: 'an unknown key',
    text: `${OWN}\nextra: 1\n`,
    message: /\(root\): Unrecognized key: "extra"/,
  },
  {
    name: 'a role that is no field',
    text: OWN.replace('latency: latency_ms', 'latency: took'),
    message: /^Expected roles\.latency of .* to be one of its fields: took$/,
  },
  {
    name: 'a latency without a unit of time',
    text: OWN.replace('class: top1_class', 'class: top1_class').replace('latency: latency_ms', 'latency: status_code'),
    message: /^Expected a number in ms or s for the field status_code of /,
  },
  {
    name: 'a pattern that is not RE2',
    text: OWN.replace(/- '\^.*'/, "- '(?=x)'"),
    message: /^Expected an RE2 pattern in "ignore" of .* but received "\(\?=x\)"$/,
  },
  {
    name: 'classes that are not there',
    text: OWN.replace('classes.json', 'nothing.json'),
    message: /^Expected a JSON array of class names in .*nothing\.json, which .* names$/,
  },
]

for (const { name, text, message } of faults) {
  test(`${name} is refused by name`, () => {
    assert.throws(() => read(text), { name: 'ConfigError', message })
  })
}
