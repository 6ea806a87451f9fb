import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { test } from 'node:test'
import { encodeForm } from './form-body.ts'
import { readSource } from './request-body.ts'

const part = async (name: string, source: Uint8Array | Readable) => ({
  name,
  contentType: 'image/png',
  content: await readSource(source),
})
const stream = () => Readable.from([Buffer.from('wor'), Buffer.from('ld')])

test('a form knows its length and can be sent twice if each of its parts does', async () => {
  const form = encodeForm([await part('a', Buffer.from('hello')), await part('b', Buffer.of())])
  const bytes = await buffer(form.open() as Readable)
  assert.deepEqual([form.length, form.isRepeatable], [bytes.length, true])
  assert.ok(bytes.equals(await buffer(form.open() as Readable)))
  const once = encodeForm([await part('a', Buffer.from('hello')), await part('b', stream())])
  assert.deepEqual([once.length, once.isRepeatable], [undefined, false])
})

test('parts stand between boundaries, as RFC 7578 has it', async () => {
  const form = encodeForm([await part('a', Buffer.from('hello')), await part('b', stream())])
  const [, boundary = ''] = /^multipart\/form-data; boundary=(\S+)$/.exec(form.contentType) ?? []
  const section = (name: string, text: string) =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"; filename="${name}"\r\nContent-Type: image/png\r\n\r\n${text}\r\n`
  const text = (await buffer(form.open() as Readable)).toString()
  assert.equal(text, `${section('a', 'hello')}${section('b', 'world')}--${boundary}--\r\n`)
})
