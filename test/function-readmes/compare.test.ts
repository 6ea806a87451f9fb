import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { compareHeads, compareJson } from './compare.ts'
import { listOutputs, readExamples, readHead } from './examples.ts'

describe('what a README shows', () => {
  it('is the block after a command, if it follows at once', () => {
    const markdown = '# f\n```sh\ncurl a\n```\n```json\n{"a":1}\n```\ntext\n```sh\ncurl b\n```\n\n```json\n{}\n```\n'
    assert.deepEqual(readExamples(markdown), [
      { command: 'curl a\n', shown: { form: 'json', text: '{"a":1}\n' } },
      { command: 'curl b\n' },
    ])
  })

  it('is a file where the command writes one', () => {
    assert.deepEqual(listOutputs('curl -s -D - -o out.png --form a=b'), ['out.png'])
  })

  for (const { name, shown, got, faults } of [
    { name: 'numbers within 2 %', shown: { a: [100] }, got: { a: [101.9] }, faults: 0 },
    { name: 'small numbers within 0.02', shown: 0.01, got: 0.029, faults: 0 },
    { name: 'another number', shown: { a: [100] }, got: { a: [102.1] }, faults: 1 },
    { name: 'another text', shown: { a: 'x' }, got: { a: 'y' }, faults: 1 },
    { name: 'another type', shown: { a: 1 }, got: { a: '1' }, faults: 1 },
    { name: 'a key that is missing', shown: { a: 1, b: 2 }, got: { a: 1 }, faults: 1 },
    { name: 'a key that is not shown', shown: { a: 1 }, got: { a: 1, b: 2 }, faults: 1 },
    { name: 'a list of another length', shown: [1], got: [1, 1], faults: 1 },
    { name: 'the id of another request', shown: { request_id: 'x' }, got: { request_id: 'y' }, faults: 0 },
    { name: 'no id of a request', shown: { request_id: 'x' }, got: { request_id: '' }, faults: 1 },
  ]) {
    it(`${faults === 0 ? 'may differ by' : 'does not stand for'} ${name}`, () => {
      assert.equal(compareJson(shown, got).length, faults)
    })
  }

  it('is a status and headers, beside which there may be others', () => {
    const shown = readHead('HTTP/1.1 200 OK\nContent-Type: image/png\n')
    assert.deepEqual(
      compareHeads(shown, readHead('HTTP/1.1 200 OK\r\ncontent-type: image/png\r\nvary: accept\r\n\r\n')),
      [],
    )
    assert.equal(readHead('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\na: b\r\n\r\n').status, 200)
    assert.deepEqual(compareHeads(shown, readHead('HTTP/1.1 422 X\r\ncontent-type: text/plain\r\n')), [
      'status: the README shows 200, the answer is 422',
      'content-type: the README shows "image/png", the answer is "text/plain"',
    ])
  })
})
