import type { HttpHead } from './examples.ts'

/** Numbers may differ by this share, or by the smallest step that the README's readers care for. */
const TOLERANCE = { share: 0.02, step: 0.02 }
/** Differs with every request. */
const OWN_OF_A_REQUEST = 'request_id'

/** Says where a value is not what a README shows; nothing where it is. */
export function compareJson(shown: unknown, got: unknown, place = '$'): string[] {
  if (place.endsWith(`.${OWN_OF_A_REQUEST}`)) return typeof got === 'string' && got !== '' ? [] : [`${place} is ${got}`]
  if (typeof shown === 'number' && typeof got === 'number') return compareNumbers(shown, got, place)
  if (!isObject(shown) || !isObject(got)) return shown === got ? [] : [describe(shown, got, place)]
  const [shownKeys, gotKeys] = [Object.keys(shown), Object.keys(got)]
  if (`${shownKeys}` !== `${gotKeys}`) return [describe(shownKeys, gotKeys, `the keys of ${place}`)]
  return shownKeys.flatMap((key) => compareJson(shown[key], got[key], `${place}.${key}`))
}

/** Says which status or header is not what a README shows; others may be there. */
export function compareHeads(shown: HttpHead, got: HttpHead): string[] {
  const status = shown.status === got.status ? [] : [describe(shown.status, got.status, 'status')]
  const headers = [...shown.headers].filter(([name, value]) => got.headers.get(name) !== value)
  return [...status, ...headers.map(([name, value]) => describe(value, got.headers.get(name), name))]
}

function compareNumbers(shown: number, got: number, place: string): string[] {
  const allowed = Math.max(TOLERANCE.step, Math.abs(shown) * TOLERANCE.share)
  return Math.abs(shown - got) <= allowed ? [] : [describe(shown, got, place)]
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function describe(shown: unknown, got: unknown, place: string): string {
  return `${place}: the README shows ${JSON.stringify(shown)}, the answer is ${JSON.stringify(got)}`
}
