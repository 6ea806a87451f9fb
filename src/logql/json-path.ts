import { parseError, unsupported } from './parse-error.ts'

const PART = /\s*(?:(\.?)\s*([A-Za-z_]\w*)|\[\s*"([^"\]]*)"\s*\]|(\[\s*\d+\s*\]))\s*/y

/**
 * Reads a path of `| json label="path"`: `a.b`, `a["b c"]`. Positions in arrays are refused.
 *
 * @example parseJsonPath('payload["http code"]') // ['payload', 'http code']
 */
export function parseJsonPath(path: string): string[] {
  const parts: string[] = []
  PART.lastIndex = 0
  while (PART.lastIndex < path.length || parts.length === 0) {
    const match = PART.exec(path)
    const wrongDot = match?.[2] !== undefined && (match[1] === '.') === (parts.length === 0)
    if (!match || wrongDot) throw parseError(`cannot parse expression [${path}]: syntax error`)
    const part = match[2] ?? match[3]
    if (part === undefined || part.startsWith('[')) throw unsupported('array index in a json expression')
    parts.push(part)
  }
  return parts
}
