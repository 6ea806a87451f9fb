import { execFileSync } from 'node:child_process'
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'

const ROOT = resolve(__dirname, '../..')
/** Made from the rest, or not the repository's; the copy shares the packages. */
const LEFT_OUT = new Set(['.git', '.secrets', 'build', 'dist', 'node_modules', 'reports'])

/** A copy of the repository in a temporary folder, as a stranger's clone after `npm ci`. */
export function copyRepository(): { readonly root: string; readonly remove: () => void } {
  const root = mkdtempSync(join(tmpdir(), 'vouch-own-function-'))
  cpSync(ROOT, root, { recursive: true, filter: (path) => !LEFT_OUT.has(relative(ROOT, path)) })
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'))
  execFileSync('git', ['init', '--quiet'], { cwd: root })
  execFileSync('git', ['add', '.gitignore'], { cwd: root })
  return { root, remove: () => rmSync(root, { recursive: true, maxRetries: 5 }) }
}

/**
 * Does what `faas-cli new NAME --lang node18 --handler HANDLER --append stack.yml` does to the files of a repository.
 * `scripts/compare-faas-cli.ts` compares it with faas-cli itself.
 */
export function faasCliNew(root: string, name: string, handler: string): void {
  mkdirSync(join(root, handler, '..'), { recursive: true })
  cpSync(join(root, 'template/node18/function'), join(root, handler), { recursive: true })
  const entry = [`  ${name}:`, '    lang: node18', `    handler: ./${handler}`, `    image: ${name}:latest`, '', '']
  appendFileSync(join(root, 'stack.yml'), entry.join('\n'))
  appendFileSync(join(root, '.gitignore'), '\ntemplate\nbuild\n.secrets\n')
}
