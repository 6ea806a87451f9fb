import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseSize } from './size.ts'

test('a size is read as the official templates read it', () => {
  assert.equal(parseSize('1.5kb'), 1536)
  assert.equal(parseSize('100kb'), 102_400)
  assert.equal(parseSize('2 MB'), 2_097_152)
  assert.equal(parseSize('1gb'), 1_073_741_824)
  assert.equal(parseSize('2048'), 2048)
  assert.equal(parseSize('7b'), 7)
})

test('what is no size, or none at all, is undefined', () => {
  for (const text of ['', 'many', '10x', '-1kb', '1kb2', '0', '1e400']) assert.equal(parseSize(text), undefined, text)
})
