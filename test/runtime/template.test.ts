import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, it } from 'node:test'
import { parse } from 'yaml'
import { pruneImage } from '../../template/node18/prune-image.ts'
import { readModelSpec } from '../../template/node18/runtime/model-spec.ts'

const ROOT = resolve(__dirname, '../..')
const TEMPLATE = join(ROOT, 'template/node18')

const read = (path: string) => readFileSync(path, 'utf8')
const readPackage = (folder: string) => JSON.parse(read(join(folder, 'package.json')))
const dockerfile = read(join(TEMPLATE, 'Dockerfile'))

function readEnv(name: string): string | undefined {
  return new RegExp(`\\b${name}=(?:"([^"]*)"|(\\S+))`).exec(dockerfile)?.slice(1).find(Boolean)
}

describe('the template node18', () => {
  it('has the packages of the repository, at exactly its versions', () => {
    const { devDependencies } = readPackage(ROOT)
    const { dependencies, devDependencies: tools } = readPackage(TEMPLATE)
    for (const [name, version] of Object.entries({ ...dependencies, ...tools }))
      assert.equal(version, devDependencies[name], name)
  })

  it('has a lock file of its package.json, which names no registry', () => {
    const lock = JSON.parse(read(join(TEMPLATE, 'package-lock.json')))
    const { dependencies, devDependencies } = readPackage(TEMPLATE)
    assert.deepEqual(lock.packages[''].dependencies, dependencies)
    assert.deepEqual(lock.packages[''].devDependencies, devDependencies)
    assert.doesNotMatch(JSON.stringify(lock), /"resolved"/)
  })

  it('starts the same process by template.yml and by the image', () => {
    const { language, fprocess } = parse(read(join(TEMPLATE, 'template.yml')))
    assert.equal(language, 'node18')
    assert.equal(fprocess, readEnv('fprocess'))
  })

  it('runs in the image on the Node of the repository', () => {
    const { devDependencies } = readPackage(ROOT)
    assert.equal(dockerfile.match(/ node:(\S+)-bookworm-slim/)?.[1], devDependencies.node)
  })

  it('lets a request take less than a connection, and the runtime write the lock', () => {
    const seconds = (name: string) => Number(readEnv(name)?.replace('s', ''))
    assert.ok(seconds('exec_timeout') < seconds('write_timeout'))
    assert.ok(seconds('exec_timeout') < seconds('read_timeout'))
    const env = {
      mode: 'http',
      suppress_lock: 'true',
      prefix_logs: 'false',
      ORT_DISABLE_TELEMETRY: '1',
      log_buffer_size: '-1',
    }
    for (const [name, value] of Object.entries(env)) assert.equal(readEnv(name), value)
    assert.equal(readEnv('upstream_url'), `http://127.0.0.1:${readEnv('http_port')}`)
    assert.match(dockerfile, /^USER 1000:1000$/m)
  })

  it('keeps in the image what it can use', () => {
    const root = mkdtempSync(join(tmpdir(), 'vouch-image-'))
    const put = (path: string, text = '') => {
      mkdirSync(join(root, path, '..'), { recursive: true })
      writeFileSync(join(root, path), text)
    }
    put('function/model.json', read(join(ROOT, 'functions/image-classifier/model.json')))
    for (const file of ['efficientnet-lite0.f16.onnx', 'u2netp.f16.onnx', 'imagenet-labels.json', 'README.md'])
      put(`function/models/${file}`)
    for (const platform of ['linux/x64', 'linux/arm64', 'darwin/arm64'])
      put(`node_modules/onnxruntime-node/bin/napi-v6/${platform}/lib`)
    pruneImage(root, 'linux/arm64')
    const models = readdirSync(join(root, 'function/models'))
    const libraries = readdirSync(join(root, 'node_modules/onnxruntime-node/bin/napi-v6'), { recursive: true })
    rmSync(root, { recursive: true })
    assert.deepEqual(models.toSorted(), ['efficientnet-lite0.f16.onnx', 'imagenet-labels.json'])
    assert.deepEqual(libraries.toSorted(), ['linux', 'linux/arm64', 'linux/arm64/lib'])
  })
})

describe('the weights', () => {
  const functions = readdirSync(join(ROOT, 'functions')).filter((name) =>
    existsSync(join(ROOT, 'functions', name, 'model.json')),
  )
  for (const name of functions) {
    const { variants } = readModelSpec(join(ROOT, 'functions', name, 'model.json'))
    for (const { file, sha256 } of Object.values(variants)) {
      it(`${file} of ${name} has the sha256 of model.json, and a card that says so`, () => {
        const digest = createHash('sha256')
          .update(readFileSync(join(ROOT, 'models', file)))
          .digest('hex')
        assert.equal(digest, sha256)
        assert.ok(read(join(ROOT, 'models', `${file.replace(/\.onnx$/, '')}.md`)).includes(sha256))
      })
    }
  }
})
