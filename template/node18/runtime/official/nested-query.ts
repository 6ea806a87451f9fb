const MAX_PARAMETERS = 1000
const MAX_DEPTH = 5
const MAX_INDEX = 100

interface Tree {
  [key: string]: Tree | string | (Tree | string)[]
}

/**
 * Reads a query or a form in which brackets nest and repeated names are a list, as the official templates do.
 * Source: https://github.com/ljharb/qs (its defaults: depth 5, 1000 parameters; what goes deeper stays text)
 *
 * @example parseNestedQuery('a[b]=1&c[]=2&c[]=3') // { a: { b: '1' }, c: ['2', '3'] }
 */
export function parseNestedQuery(text: string): Record<string, unknown> {
  const root: Tree = {}
  let count = 0
  for (const [name, value] of new URLSearchParams(text)) {
    if (count++ === MAX_PARAMETERS) break
    const path = splitName(name)
    if (path.some((key) => key in Object.prototype)) continue // would reach into every object
    put(root, path, value)
  }
  return listify(root) as Record<string, unknown>
}

/** `a[b][c]` is a, b, c. */
function splitName(name: string): string[] {
  const [, first, rest = ''] = /^([^[]*)((?:\[[^[\]]*\])*)$/.exec(name) ?? []
  if (first === undefined || first === '') return [name]
  const keys = rest === '' ? [] : rest.slice(1, -1).split('][')
  const deep = keys.slice(MAX_DEPTH)
  return [first, ...keys.slice(0, MAX_DEPTH), ...(deep.length > 0 ? [`[${deep.join('][')}]`] : [])]
}

function put(root: Tree, path: readonly string[], value: string): void {
  let tree = root
  for (const key of path.slice(0, -1)) {
    const child = tree[key]
    if (typeof child === 'object' && !Array.isArray(child)) tree = child
    else {
      const next: Tree = child === undefined ? {} : { '': child }
      tree[key] = next
      tree = next
    }
  }
  const last = path.at(-1) as string
  const present = tree[last]
  if (present === undefined) tree[last] = value
  else tree[last] = Array.isArray(present) ? [...present, value] : [present, value]
}

/** Turns `{ '': x }`, which brackets without a key leave, and `{ 0: x, 1: y }` into lists. */
function listify(tree: Tree): unknown {
  const entries = Object.entries(tree).map(([key, value]): [string, unknown] => [key, listifyValue(value)])
  const isList = entries.length > 0 && entries.every(([key]) => key === '' || isIndex(key))
  if (isList) return entries.flatMap(([key, value]) => (key === '' ? value : [value]))
  return Object.fromEntries(entries)
}

function listifyValue(value: Tree[string]): unknown {
  if (typeof value === 'string') return value
  return Array.isArray(value) ? value.map(listifyValue) : listify(value)
}

function isIndex(key: string): boolean {
  return /^\d{1,3}$/.test(key) && Number(key) < MAX_INDEX
}
