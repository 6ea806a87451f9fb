import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { giveEqualAnswers } from './compare-answers.ts'
import { NOT_REBUILDABLE, RECIPES, type Recipe } from './recipes.ts'

export interface Row {
  readonly file: string
  readonly outcome:
    | 'rebuilt, equal'
    | 'rebuilt, same answers'
    | 'source missing'
    | 'differs'
    | 'not rebuildable'
    | 'failed'
  readonly detail: string
}

const sha256 = (content: Uint8Array) => createHash('sha256').update(content).digest('hex')

/**
 * The sha256 that a file's card states for it.
 * @throws Error when the card states none
 */
export function readCardDigest(models: string, file: string): string {
  const card = join(models, file.replace(/\.(onnx|json)$/, '.md'))
  const [, digest] = /^\| this file \|.*sha256 `([0-9a-f]{64})`/m.exec(readFileSync(card, 'utf8')) ?? []
  if (!digest) throw new Error(`Expected the sha256 of ${file} in ${card} but received none`)
  return digest
}

/** Makes one file again and compares it with its card; a source that cannot be read is a failure of that file alone. */
export async function verifyRecipe(recipe: Recipe, folder: string, models: string): Promise<Row> {
  const { file, source, command, rebuild, namesVary } = recipe
  const [found] = globSync(source, { cwd: folder })
  if (!found) return { file, outcome: 'source missing', detail: command.replaceAll('FOLDER', folder) }
  const expected = readCardDigest(models, file)
  try {
    const rebuilt = rebuild(join(folder, found))
    const actual = sha256(rebuilt)
    if (actual === expected) return { file, outcome: 'rebuilt, equal', detail: actual }
    if (namesVary && (await giveEqualAnswers(rebuilt, readFileSync(join(models, file))))) {
      return { file, outcome: 'rebuilt, same answers', detail: `${actual}, for its tensors are named by chance` }
    }
    return { file, outcome: 'differs', detail: `expected ${expected} but rebuilt ${actual}` }
  } catch (error) {
    return { file, outcome: 'failed', detail: (error as Error).message }
  }
}

/** A row for every file of models/ that has a card. */
export async function verifyModels(folder: string, models: string): Promise<Row[]> {
  const kept = Object.entries(NOT_REBUILDABLE).map(
    ([file, detail]): Row => ({ file, outcome: 'not rebuildable', detail }),
  )
  return [...(await Promise.all(RECIPES.map((recipe) => verifyRecipe(recipe, folder, models)))), ...kept]
}
