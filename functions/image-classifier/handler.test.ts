import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, it } from 'node:test'
import { type LoadedFunction, loadFunction } from '#runtime/function'
import { findModel } from '#runtime/model-spec'

process.env['ORT_DISABLE_TELEMETRY'] = '1'

const DEFAULTS = { modelVersion: undefined, modelPath: undefined, modelVariant: undefined }

interface Prediction {
  readonly class: string
  readonly probability: number
}

function load(modelVariant?: string): Promise<LoadedFunction> {
  return loadFunction({
    folder: __dirname,
    model: findModel(__dirname, { ...DEFAULTS, modelVariant }),
    maxPixels: 1e7,
    gatewayUrl: '',
  })
}

async function classify(classifier: LoadedFunction, photo: string, query = ''): Promise<Prediction[]> {
  const body = readFileSync(resolve(__dirname, '../../photos', photo))
  const { result } = await classifier.run({
    body,
    query: new URLSearchParams(query),
    contentType: 'image/*',
    accept: '',
  })
  if ('error' in result) throw result.error
  return JSON.parse(String(result.answer.body)).predictions
}

// the top classes of the model in f32, run by its own framework; cats: any of three neighbouring classes
const EXPECTED = [
  { photo: 'coffee.png', classes: ['espresso'], least: 0.9 },
  { photo: 'rocket.jpg', classes: ['missile'], least: 0.25 },
  { photo: 'grace.jpg', classes: ['military uniform'], least: 0.25 },
  { photo: 'chelsea.png', classes: ['tabby', 'tiger cat', 'Egyptian cat'], least: 0.25 },
]

describe('the image-classifier', () => {
  const classifier = load()
  for (const { photo, classes, least } of EXPECTED) {
    it(`says ${classes.join(' or ')} to ${photo}`, async () => {
      const [best] = await classify(await classifier, photo)
      assert.ok(classes.includes(best?.class ?? ''), `it says ${best?.class}`)
      assert.ok((best?.probability ?? 0) > least, `with ${best?.probability}`)
    })
  }

  it('agrees with its f32 form on coffee.png to the second decimal', async () => {
    const [best] = await classify(await classifier, 'coffee.png')
    assert.equal(best?.probability.toFixed(2), '0.95')
  })

  it('gives five classes, the most likely first, unless ?top= asks otherwise', async () => {
    const five = await classify(await classifier, 'rocket.jpg')
    assert.equal(five.length, 5)
    assert.deepEqual(
      five,
      five.toSorted((a, b) => b.probability - a.probability),
    )
    assert.deepEqual(await classify(await classifier, 'rocket.jpg', 'top=1'), five.slice(0, 1))
    assert.equal((await classify(await classifier, 'rocket.jpg', 'top=1000')).length, 1000)
  })

  for (const text of ['0', '1001', '-1', '1.5', 'five', '']) {
    it(`refuses ?top=${text}`, async () => {
      await assert.rejects(classify(await classifier, 'rocket.jpg', `top=${text}`), {
        message: `Expected a whole number from 1 to 1000 for top but received ${JSON.stringify(text)}.`,
      })
    })
  }

  it('names the same classes with the qdq8 weights', async () => {
    const quantised = await load('qdq8')
    for (const { photo, classes } of EXPECTED) {
      const top = await classify(quantised, photo)
      assert.ok(
        top.some((prediction) => classes.includes(prediction.class)),
        `${photo}: ${top.map((p) => p.class)}`,
      )
    }
  })
})
