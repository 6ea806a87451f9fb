import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Env } from './env-reader.ts'
import { ModelError } from './errors.ts'

const MODEL_FILE = 'model.json'

/** The pictures that the runtime can draw for a warm-up. */
const WARM_UP_PICTURES = ['plain', 'lines', 'glass'] as const

export type WarmUpPicture = (typeof WARM_UP_PICTURES)[number]

export interface Weights {
  readonly file: string
  readonly sha256: string
  /** False keeps less memory between runs, and runs slower; true where it is not said. */
  readonly arena?: boolean
}

/** What model.json beside a handler says. */
export interface ModelSpec {
  readonly name: string
  readonly version: string
  readonly defaultVariant: string
  readonly variants: Readonly<Record<string, Weights>>
  readonly labels?: string
  /** Further weights that the handler runs, by the names that it uses. */
  readonly parts?: Readonly<Record<string, Weights>>
  /** Weights of the operator that the handler runs where they are given: the variables that hold their paths. */
  readonly operatorParts?: Readonly<Record<string, string>>
  readonly warmUp: readonly WarmUpPicture[]
}

/** One file of weights to load. */
export interface WeightsFile {
  readonly path: string
  /** Undefined for weights of the operator, which nothing is known about. */
  readonly sha256: string | undefined
  readonly arena: boolean
}

/** The weights to load, and the labels that their outputs mean. */
export interface ModelFiles {
  readonly name: string
  readonly version: string
  readonly weights: WeightsFile
  readonly parts: Readonly<Record<string, WeightsFile>>
  readonly labelsPath: string | undefined
  readonly warmUp: readonly WarmUpPicture[]
}

export interface ModelChoice {
  readonly modelVersion: string | undefined
  readonly modelPath: string | undefined
  readonly modelVariant: string | undefined
}

/**
 * Finds the model of a handler: what model.json names, in the nearest folder `models/` at or above the handler.
 *
 * @param folder the handler's folder, absolute
 * @param env names the weights of the operator
 * @returns undefined for a handler without a model.json
 * @throws ModelError when the variant, the folder or a file is missing
 */
export function findModel(folder: string, choice: ModelChoice, env: Env = {}): ModelFiles | undefined {
  if (!hasModel(folder)) return undefined
  const spec = readModelSpec(join(folder, MODEL_FILE))
  const models = findModelsFolder(folder)
  return {
    name: spec.name,
    version: choice.modelVersion ?? spec.version,
    weights: findMainWeights(spec, models, choice),
    parts: { ...findParts(spec, models), ...findOperatorParts(spec, env) },
    labelsPath: spec.labels === undefined ? undefined : requireFile(join(models, spec.labels), spec.labels),
    warmUp: spec.warmUp,
  }
}

/** @param folder the handler's folder, absolute */
export function hasModel(folder: string): boolean {
  return existsSync(join(folder, MODEL_FILE))
}

/** @throws ModelError when the text is not what a model.json must say */
export function readModelSpec(path: string): ModelSpec {
  const spec = parseSpec(path)
  const faults = [
    ...(['name', 'version', 'defaultVariant'] as const).filter((key) => typeof spec[key] !== 'string'),
    ...(isNamedWeights(spec.variants) && Object.keys(spec.variants ?? {}).length > 0 ? [] : ['variants']),
    ...(['string', 'undefined'].includes(typeof spec.labels) ? [] : ['labels']),
    ...(isNamedWeights(spec.parts) ? [] : ['parts']),
    ...(isOperatorParts(spec.operatorParts) ? [] : ['operatorParts']),
    ...(isWarmUp(spec.warmUp) ? [] : ['warmUp']),
  ]
  if (faults.length > 0) throw new ModelError(`model.json lacks, or misspells, ${faults.join(', ')}.`)
  return spec as ModelSpec
}

/** @returns the files that model.json names, of every variant and part */
export function listModelFiles({ labels, variants, parts = {} }: ModelSpec): readonly string[] {
  const weights = [...Object.values(variants), ...Object.values(parts)].map(({ file }) => file)
  return labels === undefined ? weights : [labels, ...weights]
}

function parseSpec(path: string): Partial<ModelSpec> {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) ?? {}
  } catch (cause) {
    throw new ModelError('model.json is not JSON.', { cause })
  }
}

function isNamedWeights(value: unknown): boolean {
  return Object.values(value ?? {}).every(
    ({ file, sha256, arena }) =>
      /^[\w.-]+$/.test(file) && /^[0-9a-f]{64}$/.test(sha256) && ['boolean', 'undefined'].includes(typeof arena),
  )
}

function isOperatorParts(value: unknown): boolean {
  return Object.values(value ?? {}).every((variable) => /^[A-Z][A-Z0-9_]*$/.test(String(variable)))
}

function isWarmUp(value: unknown): boolean {
  return Array.isArray(value) && value.every((name) => WARM_UP_PICTURES.includes(name))
}

function findMainWeights(spec: ModelSpec, models: string, { modelPath, modelVariant }: ModelChoice): WeightsFile {
  const weights = chooseWeights(spec, modelVariant)
  if (modelPath === undefined) return locateWeights(weights, models)
  return { path: requireFile(modelPath, 'MODEL_PATH'), sha256: undefined, arena: weights.arena ?? true }
}

function findParts({ parts = {} }: ModelSpec, models: string): Record<string, WeightsFile> {
  return Object.fromEntries(Object.entries(parts).map(([name, weights]) => [name, locateWeights(weights, models)]))
}

/** A part of the operator is loaded where its variable is set. */
function findOperatorParts({ operatorParts = {} }: ModelSpec, env: Env): Record<string, WeightsFile> {
  return Object.fromEntries(
    Object.entries(operatorParts).flatMap(([name, variable]) => {
      const path = env[variable]
      if (path === undefined || path === '') return []
      return [[name, { path: requireFile(path, variable), sha256: undefined, arena: true }]]
    }),
  )
}

function locateWeights({ file, sha256, arena = true }: Weights, models: string): WeightsFile {
  return { path: requireFile(join(models, file), file), sha256, arena }
}

function chooseWeights(spec: ModelSpec, variant = spec.defaultVariant): Weights {
  const weights = Object.hasOwn(spec.variants, variant) ? spec.variants[variant] : undefined
  if (weights === undefined) {
    throw new ModelError(
      `Expected one of ${Object.keys(spec.variants).join(', ')} for MODEL_VARIANT but received ${variant}.`,
    )
  }
  return weights
}

function findModelsFolder(folder: string): string {
  const models = join(folder, 'models')
  if (existsSync(models)) return models
  if (dirname(folder) === folder) throw new ModelError('No folder models/ was found at or above the handler.')
  return findModelsFolder(dirname(folder))
}

function requireFile(path: string, name: string): string {
  if (!existsSync(path)) throw new ModelError(`The file of ${name} does not exist.`)
  return path
}
