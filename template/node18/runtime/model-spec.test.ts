import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { ModelError } from './errors.ts'
import { findModel } from './model-spec.ts'

const SPEC = {
  name: 'net',
  version: '1.0.0',
  defaultVariant: 'a',
  variants: { a: { file: 'a.onnx', sha256: 'a'.repeat(64) }, b: { file: 'b.onnx', sha256: 'b'.repeat(64) } },
  labels: 'labels.json',
  warmUp: ['plain'],
}
const NONE = { modelVersion: undefined, modelPath: undefined, modelVariant: undefined }

describe('findModel', () => {
  let root: string
  let handler: string
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'vouch-model-'))
    handler = join(root, 'functions', 'f')
    mkdirSync(handler, { recursive: true })
    mkdirSync(join(root, 'models'))
    for (const file of ['a.onnx', 'b.onnx', 'labels.json']) writeFileSync(join(root, 'models', file), '[]')
  })
  afterEach(() => rmSync(root, { recursive: true }))
  const write = (spec: unknown) =>
    writeFileSync(join(handler, 'model.json'), typeof spec === 'string' ? spec : JSON.stringify(spec))

  it('finds nothing for a handler without a model.json', () => assert.equal(findModel(handler, NONE), undefined))

  it('finds the default variant in the nearest models/ above', () => {
    write(SPEC)
    assert.deepEqual(findModel(handler, NONE), {
      name: 'net',
      version: '1.0.0',
      weightsPath: join(root, 'models', 'a.onnx'),
      sha256: 'a'.repeat(64),
      labelsPath: join(root, 'models', 'labels.json'),
      warmUp: ['plain'],
    })
  })

  it('obeys the environment: another variant, another version, weights of the operator', () => {
    write(SPEC)
    const path = join(root, 'models', 'b.onnx')
    assert.equal(findModel(handler, { ...NONE, modelVariant: 'b' })?.weightsPath, path)
    assert.equal(findModel(handler, { ...NONE, modelVersion: 'v2' })?.version, 'v2')
    assert.equal(findModel(handler, { ...NONE, modelPath: path })?.sha256, undefined)
  })

  const FAULTS = [
    { name: 'text that is no JSON', spec: '{', message: 'model.json is not JSON.' },
    {
      name: 'missing keys',
      spec: { name: 'net' },
      message: 'model.json lacks, or misspells, version, defaultVariant, labels, variants, warmUp.',
    },
    {
      name: 'a path for a file name',
      spec: { ...SPEC, variants: { a: { file: '../a', sha256: 'a'.repeat(64) } } },
      message: 'model.json lacks, or misspells, variants.',
    },
    {
      name: 'an unknown warm-up picture',
      spec: { ...SPEC, warmUp: ['cat'] },
      message: 'model.json lacks, or misspells, warmUp.',
    },
    {
      name: 'weights that are not there',
      spec: { ...SPEC, defaultVariant: 'c', variants: { c: { file: 'c.onnx', sha256: 'c'.repeat(64) } } },
      message: 'The file of c.onnx does not exist.',
    },
  ]
  for (const { name, spec, message } of FAULTS) {
    it(`refuses ${name}`, () => {
      write(spec)
      assert.throws(() => findModel(handler, NONE), new ModelError(message))
    })
  }
})
