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
      weights: { path: join(root, 'models', 'a.onnx'), sha256: 'a'.repeat(64), arena: true },
      parts: {},
      labelsPath: join(root, 'models', 'labels.json'),
      warmUp: ['plain'],
    })
  })

  it('obeys the environment: another variant, another version, weights of the operator', () => {
    write(SPEC)
    const path = join(root, 'models', 'b.onnx')
    assert.equal(findModel(handler, { ...NONE, modelVariant: 'b' })?.weights.path, path)
    assert.equal(findModel(handler, { ...NONE, modelVersion: 'v2' })?.version, 'v2')
    assert.equal(findModel(handler, { ...NONE, modelPath: path })?.weights.sha256, undefined)
  })

  it('finds the parts beside the main weights, and those of the operator where a variable names them', () => {
    const part = { file: 'b.onnx', sha256: 'b'.repeat(64), arena: false }
    const path = join(root, 'models', 'a.onnx')
    write({ ...SPEC, parts: { mesh: part }, operatorParts: { swap: 'SWAP_PATH', embed: 'EMBED_PATH' } })
    assert.deepEqual(findModel(handler, NONE, { SWAP_PATH: path, EMBED_PATH: '' })?.parts, {
      mesh: { path: join(root, 'models', 'b.onnx'), sha256: 'b'.repeat(64), arena: false },
      swap: { path, sha256: undefined, arena: true },
    })
    const message = 'The file of EMBED_PATH does not exist.'
    assert.throws(() => findModel(handler, NONE, { EMBED_PATH: '/nowhere' }), new ModelError(message))
  })

  it('needs no labels', () => {
    const { labels: _, ...spec } = SPEC
    write(spec)
    assert.equal(findModel(handler, NONE)?.labelsPath, undefined)
  })

  const FAULTS = [
    { name: 'text that is no JSON', spec: '{', message: 'model.json is not JSON.' },
    {
      name: 'missing keys',
      spec: { name: 'net' },
      message: 'model.json lacks, or misspells, version, defaultVariant, variants, warmUp.',
    },
    {
      name: 'a path for a file name',
      spec: { ...SPEC, variants: { a: { file: '../a', sha256: 'a'.repeat(64) } } },
      message: 'model.json lacks, or misspells, variants.',
    },
    {
      name: 'a part without a digest, an arena that is no truth value, a variable that is none',
      spec: {
        ...SPEC,
        parts: { mesh: { file: 'b.onnx' } },
        variants: { a: { ...SPEC.variants.a, arena: 'no' } },
        operatorParts: { swap: 'a path' },
      },
      message: 'model.json lacks, or misspells, variants, parts, operatorParts.',
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
