import type { ContractRecord } from '../verdict/evaluation.ts'

/** Where the feature files of a run can be read: a repository on a code host at one commit. */
export interface Source {
  /** e.g. https://github.com */
  readonly server: string
  /** owner/name */
  readonly repository: string
  readonly sha: string
}

/**
 * The address of a contract's line at the commit; null when its path does not lie inside the repository.
 * @example contractUrl(source, contract) // 'https://github.com/o/r/blob/3f2a1c9/features/a.feature#L12'
 */
export function contractUrl(source: Source, contract: Pick<ContractRecord, 'uri' | 'line'>): string | null {
  const segments = contract.uri.split(/[/\\]/)
  if (contract.uri.includes(':') || segments.some((segment) => segment === '..' || segment === '')) return null
  const path = segments.filter((segment) => segment !== '.').map(encodeSegment)
  return `${source.server}/${source.repository}/blob/${source.sha}/${path.join('/')}#L${contract.line}`
}

/** Parentheses and quotes would end a Markdown link, and `encodeURIComponent` leaves them. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment.toWellFormed()).replace(
    /[!'()*_~]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
