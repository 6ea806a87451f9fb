import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EVENTS, LOG_FIELDS, METRICS, SPAN_ATTRIBUTES } from '#runtime/conventions'
import { readCatalogue } from '../src/catalogue/read-catalogue.ts'

const catalogue = readCatalogue('telemetry.yaml')

test('the catalogue lists the log fields that the runtime writes, with their types and units', () => {
  const fields = Object.fromEntries(
    Object.entries(catalogue.fields).map(([name, { type, unit }]) => [name, { type, unit }]),
  )
  const written = Object.values(LOG_FIELDS).map((field) => [
    field.name,
    { type: field.type, unit: 'unit' in field ? field.unit : undefined },
  ])
  assert.deepEqual(fields, Object.fromEntries(written))
})

test('a ratio runs from 0 to 1: what goes below has no such unit', () => {
  const below = Object.entries(catalogue.fields).filter(([, { means }]) => means.includes('-1 to 1'))
  assert.deepEqual(
    below.map(([name, { unit }]) => [name, unit]),
    [
      ['similarity_source', undefined],
      ['similarity_target', undefined],
    ],
  )
})

test('it lists the events', () => {
  assert.deepEqual(Object.keys(catalogue.events).sort(), Object.values(EVENTS).sort())
})

test('it lists the metrics with their types, units and labels', () => {
  const metrics = Object.fromEntries(
    Object.entries(catalogue.metrics).map(([name, { type, unit, labels }]) => [name, { type, unit, labels }]),
  )
  const measured = Object.values(METRICS).map((metric) => [
    metric.name,
    { type: metric.type, unit: 'unit' in metric ? metric.unit : undefined, labels: [...metric.labels] },
  ])
  assert.deepEqual(metrics, Object.fromEntries(measured))
})

test('it lists the attributes of spans', () => {
  assert.deepEqual(Object.keys(catalogue.span_attributes).sort(), Object.values(SPAN_ATTRIBUTES).sort())
})
