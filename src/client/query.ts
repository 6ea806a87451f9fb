/**
 * Writes a query string without what is undefined.
 * @example writeQuery({ top: 5, size: undefined }) // 'top=5'
 */
export function writeQuery(values: Readonly<Record<string, string | number | boolean | undefined>>): string {
  const pairs = Object.entries(values).filter(([, value]) => value !== undefined)
  return new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString()
}

/** How the functions write yes: `?strict=1`. */
export function writeFlag(isSet: boolean | undefined): 1 | undefined {
  return isSet ? 1 : undefined
}
