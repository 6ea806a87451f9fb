import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { LoadedFunction } from '#runtime/function'
import { askJson, loadHandler } from '../../test/functions/loaded-function.ts'
import { type PhotoName, readPhoto } from '../../test/runtime/photos.ts'

interface Prediction {
  readonly class: string
  readonly probability: number
}

async function classify(classifier: LoadedFunction, photo: PhotoName, query = ''): Promise<readonly Prediction[]> {
  const request = { body: readPhoto(photo), contentType: 'image/*', query }
  const { answer } = await askJson<{ predictions: readonly Prediction[] }>(classifier, request)
  return answer.predictions
}

// the top classes of the model in f32, run by its own framework; cats: any of three neighbouring classes
const EXPECTED: readonly { photo: PhotoName; classes: readonly string[]; least: number }[] = [
  { photo: 'coffee.png', classes: ['espresso'], least: 0.9 },
  { photo: 'rocket.jpg', classes: ['missile'], least: 0.25 },
  { photo: 'grace.jpg', classes: ['military uniform'], least: 0.25 },
  { photo: 'chelsea.png', classes: ['tabby', 'tiger cat', 'Egyptian cat'], least: 0.25 },
]

describe('the image-classifier', () => {
  const classifier = loadHandler(__dirname)
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
    const quantised = await loadHandler(__dirname, 'qdq8')
    for (const { photo, classes } of EXPECTED) {
      const top = await classify(quantised, photo)
      assert.ok(
        top.some((prediction) => classes.includes(prediction.class)),
        `${photo}: ${top.map((p) => p.class)}`,
      )
    }
  })
})
