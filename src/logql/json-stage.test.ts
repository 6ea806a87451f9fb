import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Hints } from './hints.ts'
import { jsonExpressionStep, jsonStep, type Step } from './json-stage.ts'
import { LineLabels } from './line-labels.ts'

function labelsAfter(step: Step, line: string): Record<string, string> {
  const hints = new Hints({ required: [], groups: [], without: false, noLabels: false, filters: [] })
  const labels = new LineLabels({ app: 'till' }, hints)
  labels.reset(undefined)
  step(line, labels)
  const { app: _, ...rest } = labels.all()
  return rest
}

const bare: { name: string; line: string; labels: Record<string, string> }[] = [
  { name: 'numbers stay as written', line: '{"a":1e3,"b":1.50}', labels: { a: '1e3', b: '1.50' } },
  { name: 'null and arrays are left out', line: '{"a":null,"b":[1],"c":true}', labels: { c: 'true' } },
  { name: 'nested keys are joined', line: '{"a":{"b c":{"d":1}}}', labels: { a_b_c_d: '1' } },
  { name: 'of duplicates the first counts', line: '{"a":1,"a":2}', labels: { a: '1' } },
  { name: 'a name of the stream gets a suffix', line: '{"app":"x"}', labels: { app_extracted: 'x' } },
  { name: 'a digit in front gets an underscore', line: '{"9a":1}', labels: { _9a: '1' } },
  { name: 'text after the brace is ignored', line: '{"a":1} tail', labels: { a: '1' } },
  { name: 'escapes are resolved', line: '{"a":"\\u0041\\n\\"\\ud83d\\ude00"}', labels: { a: 'A\n"😀' } },
  { name: 'a broken escape makes the value empty', line: '{"a":"x\\u12"}', labels: { a: '' } },
  {
    name: 'a truncated object keeps what came before',
    line: '{"a":1,"b":2',
    labels: {
      a: '1',
      b: '2',
      __error__: 'JSONParserErr',
      __error_details__: "Value is array, but can't find closing ']' symbol",
    },
  },
  {
    name: 'plain text is an error',
    line: 'hello',
    labels: {
      __error__: 'JSONParserErr',
      __error_details__: "Value looks like object, but can't find closing '}' symbol",
    },
  },
]
for (const { name, line, labels } of bare) {
  test(`json: ${name}`, () => assert.deepEqual(labelsAfter(jsonStep, line), labels))
}

const step = jsonExpressionStep([
  { label: 'x', path: 'a' },
  { label: 'y', path: 'b["c d"]' },
])
const expressions: { name: string; line: string; labels: Record<string, string> }[] = [
  { name: 'a missing path is empty', line: '{"a":1}', labels: { x: '1', y: '' } },
  { name: 'a path goes into objects', line: '{"b":{"c d":"e"},"a":"f"}', labels: { x: 'f', y: 'e' } },
  { name: 'an object is its text', line: '{"a":{"z": [1]}}', labels: { x: '{"z": [1]}', y: '' } },
  { name: 'a truncated object is no error', line: '{"a":1,"b":{"c', labels: { x: '1', y: '' } },
  { name: 'a number at the very end counts', line: '{"a":15', labels: { x: '15', y: '' } },
  { name: 'only {, [ and " may begin a line', line: ' {"a":1}', labels: { __error__: 'JSONParserErr' } },
  {
    name: 'a wanted value that is cut off is an error',
    line: '{"a":"v',
    labels: {
      x: '',
      y: '',
      __error__: 'JSONParserErr',
      __error_details__: "Value is string, but can't find closing '\"' symbol",
    },
  },
]
for (const { name, line, labels } of expressions) {
  test(`json expressions: ${name}`, () => assert.deepEqual(labelsAfter(step, line), labels))
}
