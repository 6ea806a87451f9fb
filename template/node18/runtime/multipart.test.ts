import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { InputError } from './errors.ts'
import { encodeParts, type PartSpec, readParts } from './multipart.ts'

const TYPE = 'multipart/form-data; boundary=b'
const SPEC = { required: ['image'], optional: ['background'] } as const

function write(...parts: readonly string[]): Buffer {
  return Buffer.from(`${parts.map((part) => `--b\r\n${part}\r\n`).join('')}--b--\r\n`)
}

function field(name: string, text = 'x', header = ''): string {
  return `Content-Disposition: form-data; name="${name}"\r\n${header}\r\n${text}`
}

function read(body: Buffer, contentType = TYPE, spec: PartSpec<string, string> = SPEC) {
  return readParts(body, contentType, spec)
}

describe('readParts', () => {
  it('gives bytes and type of each part by its name, of files and fields alike', async () => {
    const bytes = Buffer.from([0, 13, 10, 45, 45, 255])
    const form = new FormData()
    form.set('image', new Blob([bytes], { type: 'image/png' }), 'a.png')
    form.set('background', 'plain text')
    const sent = new Response(form)
    const contentType = sent.headers.get('content-type') ?? ''
    assert.deepEqual(await read(Buffer.from(await sent.arrayBuffer()), contentType), {
      image: { name: 'image', bytes, contentType: 'image/png' },
      background: { name: 'background', bytes: Buffer.from('plain text'), contentType: 'text/plain' },
    })
  })

  it('reads a megabyte of any bytes unchanged', async () => {
    const bytes = Buffer.from(Array.from({ length: 2 ** 20 }, (_, index) => (index * 7919) >> 3))
    const { body, contentType } = encodeParts([{ name: 'image', bytes, contentType: 'image/jpeg' }])
    const { image } = await readParts(body, contentType, { required: ['image'] })
    assert.ok(image.bytes.equals(bytes))
    assert.equal(image.bytes.buffer, body.buffer, 'a large picture is not copied')
  })

  it('takes an empty part for a part', async () => {
    assert.equal((await read(write(field('image', ''))))['image']?.bytes.length, 0)
  })

  const FAULTS = [
    {
      name: 'a required part that is missing',
      body: write(field('background')),
      message: 'The part image is missing.',
    },
    {
      name: 'a part that comes twice',
      body: write(field('image'), field('image')),
      message: 'The part image was sent more than once.',
    },
    {
      name: 'a part that it does not know',
      body: write(field('image'), field('mask')),
      message: 'The part mask is not known: send image, background.',
    },
    {
      name: 'a part without a name',
      body: write('Content-Disposition: form-data\r\n\r\nx'),
      message: 'The part  is not known: send image, background.',
    },
    {
      name: 'more parts than there are names',
      body: write(field('image'), field('background'), field('c'), field('d'), field('e')),
      message: 'The part c is not known: send image, background.',
    },
    {
      name: 'a body that ends early',
      body: write(field('image')).subarray(0, -9),
      message: 'The body is not multipart.',
    },
    {
      name: 'a body of another boundary',
      body: Buffer.from('--c\r\n\r\n--c--'),
      message: 'The body is not multipart.',
    },
    { name: 'bytes of a picture', body: Buffer.from([255, 216, 255, 0]), message: 'The body is not multipart.' },
    {
      name: 'a type without a boundary',
      body: write(field('image')),
      type: 'multipart/form-data',
      message: 'The body is not multipart.',
    },
    {
      name: 'JSON',
      body: Buffer.from('{}'),
      type: 'application/json',
      message: 'The body is not multipart/form-data.',
    },
    { name: 'no type', body: write(field('image')), type: '', message: 'The body is not multipart/form-data.' },
  ]
  for (const { name, body, type, message } of FAULTS) {
    it(`refuses ${name}`, async () => {
      await assert.rejects(read(body, type), (error) => {
        assert.ok(error instanceof InputError)
        assert.equal(error.message, message)
        return true
      })
    })
  }

  it('makes a name that is no text harmless', async () => {
    const message = 'The part a?b is not known: send image, background.'
    await assert.rejects(read(write(field('a\tb'))), { message })
  })

  it('survives every cut of a body', async () => {
    const body = write(field('image', 'bytes', 'Content-Type: image/png\r\n'))
    for (let length = 0; length < body.length - 8; length++) {
      await assert.rejects(read(body.subarray(0, length)), InputError, `cut at ${length}`)
    }
  })
})
