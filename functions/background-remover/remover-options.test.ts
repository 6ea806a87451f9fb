import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readRemoverOptions } from './remover-options.ts'

const read = (query: string, hasPart = false) => readRemoverOptions(new URLSearchParams(query), hasPart)

describe('readRemoverOptions', () => {
  it('asks for the foreground alone where the query asks for nothing', () => {
    assert.deepEqual(read(''), { mask: false, background: undefined })
  })

  it('reads mask=1 and mask=0', () => {
    assert.deepEqual([read('mask=1').mask, read('mask=0').mask], [true, false])
  })

  it('reads a colour', () => {
    assert.deepEqual(read('background=%23ff8000').background, { kind: 'colour', colour: [255, 128, 0] })
    assert.deepEqual(read('background=%23FF8000'), read('background=%23ff8000'))
  })

  it('reads blur', () => {
    assert.deepEqual(read('background=blur').background, { kind: 'blur' })
  })

  const COLOURS = 'Expected #rrggbb (# written as %23) or blur for background but received'
  for (const { query, hasPart, message } of [
    { query: 'mask=2', message: 'Expected 0 or 1 for mask but received "2".' },
    { query: 'mask=1&mask=1', message: 'Expected 0 or 1 for mask but received "1 and 1".' },
    { query: 'background=', message: `${COLOURS} "".` },
    { query: 'background=red', message: `${COLOURS} "red".` },
    { query: 'background=%23fff', message: `${COLOURS} "#fff".` },
    { query: 'background=%23gg0000', message: `${COLOURS} "#gg0000".` },
    { query: 'background=blur&background=blur', message: `${COLOURS} "blur and blur".` },
    {
      query: 'background=blur',
      hasPart: true,
      message: 'Expected a parameter or a part, not both, for background but received both.',
    },
    { query: 'mask=1&background=blur', message: 'Expected no background for mask but received one.' },
    { query: 'mask=1', hasPart: true, message: 'Expected no background for mask but received one.' },
  ]) {
    it(`refuses ${query}${hasPart ? ' beside a part background' : ''}`, () => {
      assert.throws(() => read(query, hasPart), { name: 'InputError', code: 'parameter-invalid', message })
    })
  }
})
