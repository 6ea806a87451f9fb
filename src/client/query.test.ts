import assert from 'node:assert/strict'
import { test } from 'node:test'
import { writeFlag, writeQuery } from './query.ts'

test('a query leaves out what is undefined, and escapes the rest', () => {
  assert.equal(writeQuery({ top: 5, size: undefined }), 'top=5')
  assert.equal(writeQuery({ background: '#00ff00', deep: false }), 'background=%2300ff00&deep=false')
  assert.equal(writeQuery({ mask: writeFlag(true), strict: writeFlag(false), all: writeFlag(undefined) }), 'mask=1')
})
