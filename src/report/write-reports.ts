import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError } from '../errors.ts'
import type { EvaluationRecord } from '../verdict/evaluation.ts'
import { renderMarkdown } from './markdown.ts'
import type { Source } from './source-link.ts'

/**
 * Writes verdicts.json and report.md into a folder, each whole or not at all.
 * @param source where the features can be read, for links; null when not known
 * @throws {ConfigError} when the folder cannot be made or written
 */
export function writeReports(evaluation: EvaluationRecord, folder: string, source: Source | null = null): void {
  const verdicts = `${JSON.stringify(evaluation, onlyFinite, 2)}\n`
  const report = renderMarkdown(evaluation, { size: 'report', source })
  try {
    mkdirSync(folder, { recursive: true })
    writeWhole(join(folder, 'verdicts.json'), verdicts)
    writeWhole(join(folder, 'report.md'), report)
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? String(cause)
    throw new ConfigError(`Expected a folder that can be written for the reports but received ${folder} (${code})`, {
      cause,
    })
  }
}

function writeWhole(path: string, content: string): void {
  const temporary = `${path}.${process.pid}.part`
  try {
    writeFileSync(temporary, content)
    renameSync(temporary, path)
  } finally {
    rmSync(temporary, { force: true })
  }
}

/** JSON would write NaN as null, which means "not measured". */
function onlyFinite(key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new RangeError(`Expected a finite number for ${key} but received ${value}`)
  return value
}
