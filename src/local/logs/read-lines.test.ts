import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { readLines } from './read-lines.ts'

async function read(chunks: readonly (string | Buffer)[], maxBytes = 100): Promise<string[]> {
  const lines: string[] = []
  await readLines(Readable.from(chunks.map((chunk) => Buffer.from(chunk))), maxBytes, (line) => {
    lines.push(line)
    return undefined
  })
  return lines
}

const bytes = Buffer.from('h€llo\n')
const cases = [
  { name: 'lines across chunks are put together', chunks: ['a', 'b\nc', '\n'], lines: ['ab', 'c'] },
  { name: 'the end of the stream ends the last line', chunks: ['a\nb'], lines: ['a', 'b'] },
  { name: 'carriage returns go, empty lines stay', chunks: ['a\r\n\nb\n'], lines: ['a', '', 'b'] },
  {
    name: 'a character cut by a chunk stays whole',
    chunks: [bytes.subarray(0, 2), bytes.subarray(2)],
    lines: ['h€llo'],
  },
  { name: 'a line of the limit is one line', chunks: ['abcd\n'], maxBytes: 4, lines: ['abcd'] },
  { name: 'a line one over the limit is cut', chunks: ['abcde\n'], maxBytes: 4, lines: ['abcd', 'e'] },
  { name: 'a cut never splits a character', chunks: ['ab€€\n'], maxBytes: 4, lines: ['ab', '€', '€'] },
  {
    name: 'a line without an end is cut while it arrives',
    chunks: ['abcd', 'efgh'],
    maxBytes: 3,
    lines: ['abc', 'def', 'gh'],
  },
]
for (const { name, chunks, maxBytes, lines } of cases)
  test(name, async () => assert.deepEqual(await read(chunks, maxBytes), lines))

test('no line is taken before the one before it is done with', async () => {
  let open = 0
  let most = 0
  await readLines(Readable.from([Buffer.from('a\nb\nc\n')]), 100, async () => {
    open += 1
    most = Math.max(most, open)
    await new Promise(setImmediate)
    open -= 1
  })
  assert.equal(most, 1)
})
