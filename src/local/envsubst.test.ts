import assert from 'node:assert/strict'
import { test } from 'node:test'
import { substituteEnvironment } from './envsubst.ts'

test('variables are replaced, what is unset or empty by its default or by nothing', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the stack file's own notation
  assert.equal(substituteEnvironment('${SERVER:-docker.io}/x:${TAG}', { TAG: 'v1' }), 'docker.io/x:v1')
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the stack file's own notation
  assert.equal(substituteEnvironment('[${A}][${A:-b}][$A]', { A: '' }), '[][b][$A]')
})
