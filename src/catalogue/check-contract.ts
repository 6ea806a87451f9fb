import { distance } from 'fastest-levenshtein'
import type { Contract, Fault } from '../contract/contract.ts'
import { POPULATION_OF } from '../contract/objective.ts'
import type { Catalogue } from './read-catalogue.ts'

/**
 * What no log could answer: a promise on the wrong kind of logs, a class that the function cannot predict, or a field that is no number.
 *
 * @returns the faults of one contract, at its `Then` step; a function that the catalogue does not list is not checked
 */
export function checkContract(contract: Contract, catalogue: Catalogue): Fault[] {
  return [wrongPopulation(contract), unknownClass(contract, catalogue), unfitField(contract, catalogue)].flatMap(
    (message) => (message ? [{ location: contract.location, message }] : []),
  )
}

const LOGS = {
  performance: 'performance logs',
  requests: 'request logs',
  predictions: 'successful prediction logs',
} as const

function wrongPopulation({ objective, population }: Contract): string | null {
  const expected = POPULATION_OF[objective.kind]
  if (expected === population) return null
  return `Expected "When we query the ${LOGS[expected]} ..." for this promise but received the ${LOGS[population]}`
}

function unknownClass({ objective, functionName }: Contract, catalogue: Catalogue): string | null {
  if (objective.kind !== 'class') return null
  const classes = catalogue.functions.get(functionName)
  if (classes === undefined || classes?.has(objective.className)) return null
  if (classes === null)
    return `Expected a function that predicts classes but received "${functionName}", which has none`
  const nearest = nearestOf(objective.className, classes)
  return `Expected a class of "${functionName}" but received "${objective.className}"; the nearest is "${nearest}"`
}

function unfitField({ objective }: Contract, { fields }: Catalogue): string | null {
  if (objective.kind !== 'field') return null
  const field = Object.hasOwn(fields, objective.field) ? fields[objective.field] : undefined
  if (field?.type === 'number') return null
  if (field) return `Expected a number of the catalogue but received "${objective.field}", which is a ${field.type}`
  const numbers = Object.keys(fields).filter((name) => fields[name]?.type === 'number')
  const nearest = nearestOf(objective.field, numbers)
  return `Expected a number of the catalogue but received "${objective.field}"; the nearest is "${nearest}"`
}

function nearestOf(name: string, candidates: Iterable<string>): string {
  const lower = name.toLowerCase()
  let best = { name: '', away: Number.POSITIVE_INFINITY }
  for (const candidate of candidates) {
    const away = distance(lower, candidate.toLowerCase())
    if (away < best.away) best = { name: candidate, away }
  }
  return best.name
}
