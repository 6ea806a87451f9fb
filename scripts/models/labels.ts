/**
 * The names of ImageNet's classes out of torchvision's `models/_meta.py`, as a JSON list, a name a line.
 * @throws Error when the source holds no such list
 */
export function extractLabels(source: string): string {
  const [, list] = /^_IMAGENET_CATEGORIES = \[\n(.*?)^\]/ms.exec(source) ?? []
  if (list === undefined) throw new Error('Expected _IMAGENET_CATEGORIES in _meta.py but received none')
  const names = list.split('\n').flatMap((line) => (line.trim() ? [JSON.parse(line.trim().replace(/,$/, ''))] : []))
  return `[\n${names.map((name) => JSON.stringify(name)).join(',\n')}\n]`
}
