import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import sharp from 'sharp'
import { encodeImage, fitOutput, type ImageOutputSpec, readImageOutput } from './image-output.ts'

const PHOTO = { fallback: 'jpeg' } as const
const CUTOUT = { fallback: 'png', alpha: true } as const

function read(query: string, accept: string, spec: ImageOutputSpec) {
  return readImageOutput({ query: new URLSearchParams(query), accept }, spec)
}

describe('readImageOutput', () => {
  const CASES = [
    { name: 'the fallback for no word at all', query: '', accept: '', spec: PHOTO, format: 'jpeg' },
    { name: 'the fallback for */*', query: '', accept: '*/*', spec: CUTOUT, format: 'png' },
    { name: 'the one that is accepted', query: '', accept: 'image/webp', spec: PHOTO, format: 'webp' },
    {
      name: 'the one that a browser names before all others',
      query: '',
      accept: 'image/avif,image/webp,image/apng,*/*;q=0.8',
      spec: PHOTO,
      format: 'webp',
    },
    {
      name: 'the one of more weight',
      query: '',
      accept: 'image/png;q=.5, image/webp;q=0.4',
      spec: PHOTO,
      format: 'png',
    },
    { name: 'the fallback of equals', query: '', accept: 'image/png,image/jpeg', spec: PHOTO, format: 'jpeg' },
    { name: 'not what is refused', query: '', accept: 'image/jpeg;q=0, image/*', spec: PHOTO, format: 'png' },
    { name: 'the fallback where nothing fits', query: '', accept: 'application/json', spec: PHOTO, format: 'jpeg' },
    { name: 'no JPEG for what is transparent', query: '', accept: 'image/jpeg', spec: CUTOUT, format: 'png' },
    { name: '?format= before the header', query: 'format=png', accept: 'image/webp', spec: PHOTO, format: 'png' },
  ]
  for (const { name, query, accept, spec, format } of CASES) {
    it(`chooses ${name}`, () => assert.equal(read(query, accept, spec).format, format))
  }

  it('takes a quality of 90 unless ?quality= says otherwise', () => {
    assert.equal(read('', '', PHOTO).quality, 90)
    assert.equal(read('quality=1', '', PHOTO).quality, 1)
    assert.equal(read('quality=100&format=webp', '', CUTOUT).quality, 100)
  })

  const FAULTS = [
    { query: 'format=gif', spec: PHOTO, message: 'Expected png or webp or jpeg for format but received "gif".' },
    { query: 'format=jpeg', spec: CUTOUT, message: 'Expected png or webp for format but received "jpeg".' },
    {
      query: 'format=png&format=webp',
      spec: PHOTO,
      message: 'Expected png or webp or jpeg for format but received "png and webp".',
    },
    { query: 'quality=0', spec: PHOTO, message: 'Expected a whole number from 1 to 100 for quality but received "0".' },
    {
      query: 'quality=101',
      spec: PHOTO,
      message: 'Expected a whole number from 1 to 100 for quality but received "101".',
    },
    { query: 'quality=50', spec: CUTOUT, message: 'Expected webp or jpeg as the format for quality but received png.' },
  ]
  for (const { query, spec, message } of FAULTS) {
    it(`refuses ?${query}${'alpha' in spec ? ' of a transparent picture' : ''}`, () => {
      assert.throws(() => read(query, '', spec), { code: 'parameter-invalid', message })
    })
  }
})

describe('fitOutput', () => {
  const long = { width: 4, height: 16_384 }

  it('keeps the format that the caller named, and refuses a picture that it cannot hold', () => {
    const output = read('format=webp', '', PHOTO)
    assert.equal(fitOutput(output, { ...long, height: 16_383 }), output)
    assert.throws(() => fitOutput(output, long), {
      name: 'InputError',
      code: 'picture-too-long',
      message: 'A picture of 4 x 16384 pixels is no webp, which has 16383 a side: ask for ?format=png.',
    })
  })

  it('takes PNG in place of a format that the header Accept or nobody chose', () => {
    const webp = read('', 'image/webp', { ...PHOTO, provenance: 'compositeWithTrainedAlgorithmicMedia' })
    assert.equal(fitOutput(webp, { ...long, height: 16_383 }).format, 'webp')
    assert.deepEqual(fitOutput(webp, long), { ...webp, format: 'png' })
    assert.equal(fitOutput(read('', '', PHOTO), { width: 65_501, height: 1 }).format, 'png')
  })
})

describe('encodeImage', () => {
  const pixels = Uint8Array.from({ length: 8 * 6 * 4 }, (_, index) => (index * 37) % 256)
  const cutout = { pixels, width: 8, height: 6, channels: 4 } as const
  const photo = { pixels: pixels.subarray(0, 8 * 6 * 3), width: 8, height: 6, channels: 3 } as const

  it('keeps every value of a PNG, transparent ones too', async () => {
    const { contentType, body } = await encodeImage(cutout, { format: 'png', quality: 90 })
    assert.equal(contentType, 'image/png')
    assert.deepEqual(new Uint8Array(await sharp(body).raw().toBuffer()), pixels)
  })

  for (const format of ['png', 'webp', 'jpeg'] as const) {
    it(`writes ${format} with its type and size, and no metadata`, async () => {
      const { contentType, body } = await encodeImage(photo, { format, quality: 80 })
      const header = await sharp(body).metadata()
      assert.equal(contentType, `image/${format}`)
      assert.deepEqual([header.format, header.width, header.height, header.channels], [format, 8, 6, 3])
      assert.deepEqual([header.exif, header.xmp, header.iptc, header.icc], Array(4).fill(undefined))
    })

    it(`marks ${format} with the digital source type of IPTC in XMP`, async () => {
      const provenance = 'compositeWithTrainedAlgorithmicMedia'
      const { body } = await encodeImage(photo, { format, quality: 80, provenance })
      const { xmpAsString = '' } = await sharp(body).metadata()
      const word = /<Iptc4xmpExt:DigitalSourceType>([^<]*)</.exec(xmpAsString)?.[1]
      assert.equal(word, `http://cv.iptc.org/newscodes/digitalsourcetype/${provenance}`)
    })
  }

  it('writes a grey picture with one channel', async () => {
    const grey = { pixels: pixels.subarray(0, 8 * 6), width: 8, height: 6, channels: 1 } as const
    const { body } = await encodeImage(grey, { format: 'png', quality: 90 })
    const { channels, space } = await sharp(body).metadata()
    assert.deepEqual([channels, space], [1, 'b-w'])
    assert.deepEqual(new Uint8Array(await sharp(body).extractChannel(0).raw().toBuffer()), grey.pixels)
  })

  for (const { format, side } of [
    { format: 'webp', side: 16_383 },
    { format: 'jpeg', side: 65_500 },
  ] as const) {
    it(`refuses ${format} of more than ${side} pixels a side`, async () => {
      const line = (width: number) => ({ pixels: new Uint8Array(width * 3), width, height: 1, channels: 3 }) as const
      assert.equal((await sharp((await encodeImage(line(side), { format, quality: 50 })).body).metadata()).width, side)
      await assert.rejects(encodeImage(line(side + 1), { format, quality: 50 }), {
        code: 'picture-too-long',
        message: `A picture of ${side + 1} x 1 pixels is no ${format}, which has ${side} a side: ask for ?format=png.`,
      })
      await encodeImage(line(side + 1), { format: 'png', quality: 50 })
    })
  }

  it('is smaller at a lower quality', async () => {
    const noise = { pixels: Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * i) % 251), width: 64, height: 64 }
    const sizes = [10, 95].map((quality) => encodeImage({ ...noise, channels: 3 }, { format: 'jpeg', quality }))
    const [low, high] = await Promise.all(sizes)
    assert.ok((low?.body.length ?? 0) < (high?.body.length ?? 0))
  })
})
