import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ModelError } from './errors.ts'

/** The pictures that the runtime can draw for a warm-up. */
const WARM_UP_PICTURES = ['plain', 'lines', 'glass'] as const

export type WarmUpPicture = (typeof WARM_UP_PICTURES)[number]

export interface Weights {
  readonly file: string
  readonly sha256: string
}

/** What model.json beside a handler says. */
export interface ModelSpec {
  readonly name: string
  readonly version: string
  readonly defaultVariant: string
  readonly variants: Readonly<Record<string, Weights>>
  readonly labels: string
  readonly warmUp: readonly WarmUpPicture[]
}

/** The weights to load, and the labels that their outputs mean. */
export interface ModelFiles {
  readonly name: string
  readonly version: string
  readonly weightsPath: string
  /** Undefined for weights of the operator (MODEL_PATH), which nothing is known about. */
  readonly sha256: string | undefined
  readonly labelsPath: string
  readonly warmUp: readonly WarmUpPicture[]
}

interface ModelChoice {
  readonly modelVersion: string | undefined
  readonly modelPath: string | undefined
  readonly modelVariant: string | undefined
}

/**
 * Finds the model of a handler: what model.json names, in the nearest folder `models/` at or above the handler.
 *
 * @param folder the handler's folder, absolute
 * @returns undefined for a handler without a model.json
 * @throws ModelError when the variant, the folder or a file is missing
 */
export function findModel(folder: string, choice: ModelChoice): ModelFiles | undefined {
  const path = join(folder, 'model.json')
  if (!existsSync(path)) return undefined
  const spec = readModelSpec(path)
  const weights = chooseWeights(spec, choice.modelVariant)
  const models = findModelsFolder(folder)
  const files = {
    name: spec.name,
    version: choice.modelVersion ?? spec.version,
    weightsPath: choice.modelPath ?? join(models, weights.file),
    sha256: choice.modelPath === undefined ? weights.sha256 : undefined,
    labelsPath: join(models, spec.labels),
    warmUp: spec.warmUp,
  }
  requireFile(files.weightsPath, choice.modelPath === undefined ? weights.file : 'MODEL_PATH')
  requireFile(files.labelsPath, spec.labels)
  return files
}

/** @throws ModelError when the text is not what a model.json must say */
export function readModelSpec(path: string): ModelSpec {
  const spec = parseSpec(path)
  const faults = [
    ...(['name', 'version', 'defaultVariant', 'labels'] as const).filter((key) => typeof spec[key] !== 'string'),
    ...(isVariants(spec.variants) ? [] : ['variants']),
    ...(isWarmUp(spec.warmUp) ? [] : ['warmUp']),
  ]
  if (faults.length > 0) throw new ModelError(`model.json lacks, or misspells, ${faults.join(', ')}.`)
  return spec as ModelSpec
}

function parseSpec(path: string): Partial<ModelSpec> {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) ?? {}
  } catch (cause) {
    throw new ModelError('model.json is not JSON.', { cause })
  }
}

function isVariants(value: unknown): boolean {
  const variants = Object.values(value ?? {})
  return (
    variants.length > 0 && variants.every(({ file, sha256 }) => /^[\w.-]+$/.test(file) && /^[0-9a-f]{64}$/.test(sha256))
  )
}

function isWarmUp(value: unknown): boolean {
  return Array.isArray(value) && value.every((name) => WARM_UP_PICTURES.includes(name))
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

function requireFile(path: string, name: string): void {
  if (!existsSync(path)) throw new ModelError(`The file of ${name} does not exist.`)
}
