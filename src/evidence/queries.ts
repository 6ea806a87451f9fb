import type { Catalogue } from '../catalogue/read-catalogue.ts'
import type { Contract } from '../contract/contract.ts'
import type { Objective, Population, Range } from '../contract/objective.ts'
import * as logql from '../logql/build.ts'

/** A number that a float64 holds: Loki fails a whole query over one that it does not. */
const NUMBER = '-?[0-9]{1,200}(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]{1,2})?'
const STATUS = '[1-5][0-9][0-9]'
const BUCKET_SECONDS = 60

/** The queries that one contract rests on. `n` and `k` count requests; the rest says what was set aside and why. */
export interface ContractQueries {
  /** lines of the function's streams, all of them, and those that no pattern of the catalogue ignores */
  readonly allLines: string
  readonly considered: string
  /** considered lines by `__error__`: which cannot be parsed */
  readonly byError: string
  /** parsed lines whose event is of no concern to this population */
  readonly otherEvents: string
  /** lines of the population, of this version or of none, that lack a field which the promise needs */
  readonly lacking: string
  readonly n: string
  readonly k: string
  /** the same two for every minute */
  readonly nPerMinute: string
  readonly kPerMinute: string
  readonly percentile: (ratio: number) => string
  /** what logs at all in this namespace, and which versions the population has: for an answer that is empty */
  readonly functionsSeen: string
  readonly versionsSeen: string
}

/** Compiles a contract to LogQL with the catalogue's names. Every number of it comes from one of these texts. */
export function buildQueries(contract: Contract, catalogue: Catalogue): ContractQueries {
  const { roles, streams } = catalogue
  const stream = logql.selector({
    [streams.namespace]: contract.namespace,
    [streams.function]: contract.functionName,
  })
  const seconds = contract.window.seconds
  const considered = [stream, ...catalogue.ignore.map(logql.withoutLines)]
  const parsed = [...considered, logql.json(fieldsOf(contract, catalogue)), logql.where(logql.equals('__error__', ''))]
  const population = [...parsed, ...populationFilters(contract.population, catalogue)]
  const ofVersion = [...population, logql.where(logql.equals(roles.version, contract.modelVersion))]
  const requests = [...ofVersion, ...completeFilters(contract, catalogue)]
  const counted = [...requests, logql.where(countedBy(contract.objective, catalogue))]
  return {
    allLines: logql.count([stream], seconds),
    considered: logql.count(considered, seconds),
    byError: logql.count([...considered, '| json'], seconds, ['__error__']),
    otherEvents: logql.count([...parsed, logql.where(otherEvent(contract.population, catalogue))], seconds),
    lacking: logql.count([...population, ...lackingFilters(contract, catalogue)], seconds),
    n: logql.count(requests, seconds),
    k: logql.count(counted, seconds),
    nPerMinute: logql.count(requests, BUCKET_SECONDS),
    kPerMinute: logql.count(counted, BUCKET_SECONDS),
    percentile: (ratio) => logql.quantile(ratio, requests, roles.latency, seconds),
    functionsSeen: logql.count([logql.selector({ [streams.namespace]: contract.namespace })], seconds, [
      streams.function,
    ]),
    versionsSeen: logql.count(population, seconds, [logql.labelOf(roles.version)]),
  }
}

function fieldsOf({ objective }: Contract, { roles }: Catalogue): string[] {
  const fields = [roles.event, roles.status, roles.version]
  if (objective.kind === 'latency') fields.push(roles.latency)
  if (objective.kind === 'class') fields.push(roles.class)
  if (objective.kind === 'field') fields.push(objective.field)
  return fields
}

/** Lines that are requests of this population; one without an event counts by its status alone. */
function populationFilters(name: Population, { roles, populations }: Catalogue): string[] {
  const { events, except_status: except } = populations[name]
  const byStatusAlone = logql.allOf(logql.equals(roles.event, ''), logql.differs(roles.status, ''))
  const filters = [logql.where(logql.anyOf(logql.oneOf(roles.event, events), byStatusAlone))]
  if (except) filters.push(logql.where(logql.doesNotMatch(roles.status, except.join('|'))))
  return filters
}

function otherEvent(name: Population, { roles, populations }: Catalogue): string {
  return logql.noneOf(roles.event, [...populations[name].events, ''])
}

/** What a request needs beside its version to be judged. */
function completeFilters({ objective, population }: Contract, catalogue: Catalogue): string[] {
  const { roles } = catalogue
  if (objective.kind === 'latency') return [logql.where(logql.matches(roles.latency, NUMBER))]
  if (objective.kind === 'status') return [logql.where(logql.matches(roles.status, STATUS))]
  const holds = objective.kind === 'field' ? logql.matches(objective.field, NUMBER) : logql.differs(roles.class, '')
  return [logql.where(succeeded(population, catalogue)), logql.where(holds)]
}

function lackingFilters({ objective, modelVersion, population }: Contract, catalogue: Catalogue): string[] {
  const { roles } = catalogue
  const ofVersionOrNone = logql.anyOf(logql.equals(roles.version, modelVersion), logql.equals(roles.version, ''))
  const lacks = [logql.equals(roles.version, '')]
  if (objective.kind === 'latency') lacks.push(logql.doesNotMatch(roles.latency, NUMBER))
  else lacks.push(logql.doesNotMatch(roles.status, STATUS))
  const lacksValue = lacksValueOf(objective, roles)
  if (lacksValue) {
    lacks.push(logql.allOf(succeeded(population, catalogue), logql.differs(roles.event, ''), lacksValue))
  }
  return [logql.where(ofVersionOrNone), logql.where(logql.anyOf(...lacks))]
}

/** That a successful prediction does not hold what is promised of it. */
function lacksValueOf(objective: Objective, roles: Catalogue['roles']): string | null {
  if (objective.kind === 'class') return logql.equals(roles.class, '')
  return objective.kind === 'field' ? logql.doesNotMatch(objective.field, NUMBER) : null
}

function succeeded(population: Population, { roles, populations }: Catalogue): string {
  const statuses = populations[population].status ?? [200]
  return logql.oneOf(roles.status, statuses.map(String))
}

/** The requests that `k` counts: those that break the promise, for a class those that have it, for a field those that keep it. */
function countedBy(objective: Objective, { roles, fields }: Catalogue): string {
  if (objective.kind === 'class') return logql.equals(roles.class, objective.className)
  if (objective.kind === 'field') return within(objective.field, objective.range)
  if (objective.kind === 'status') return logql.matches(roles.status, objective.status.replaceAll('x', '[0-9]'))
  const msPerUnit = fields[roles.latency]?.unit === 's' ? 1000 : 1
  return logql.atLeast(roles.latency, objective.belowMs / msPerUnit)
}

function within(field: string, { from, to }: Range): string {
  const ends = [
    ...(from === undefined ? [] : [logql.atLeast(field, from)]),
    ...(to === undefined ? [] : [logql.atMost(field, to)]),
  ]
  return logql.allOf(...ends)
}
