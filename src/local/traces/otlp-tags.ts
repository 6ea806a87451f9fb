import type { Tag } from './jaeger-trace.ts'
import type { OtlpAttributes, OtlpValue } from './otlp-request.ts'

/** Attributes as Jaeger types them: lists and maps are text, and so is a whole number that a JSON number would change. */
export function toTags(attributes: OtlpAttributes): Tag[] {
  return attributes.map(({ key, value }) => {
    if (value.boolValue !== undefined) return { key, type: 'bool', value: value.boolValue }
    if (value.intValue !== undefined) return { key, type: 'int64', value: toInteger(value.intValue) }
    if (value.doubleValue !== undefined) return { key, type: 'float64', value: value.doubleValue }
    if (value.bytesValue !== undefined) return { key, type: 'binary', value: value.bytesValue }
    if (value.stringValue !== undefined) return textTag(key, value.stringValue)
    const isNested = value.arrayValue !== undefined || value.kvlistValue !== undefined
    return textTag(key, isNested ? toJson(value) : '')
  })
}

export function textTag(key: string, value: string): Tag {
  return { key, type: 'string', value }
}

function toInteger(value: bigint): string | number {
  return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
}

/** JSON as Go writes it: keys sorted, whole numbers with all their digits, none of `<`, `>` and `&` as they are. */
function toJson({ stringValue, bytesValue, boolValue, intValue, doubleValue, ...nested }: OtlpValue): string {
  const { arrayValue, kvlistValue } = nested
  if (arrayValue !== undefined) return `[${arrayValue.values.map(toJson).join()}]`
  if (kvlistValue !== undefined) {
    const entries = new Map(kvlistValue.values.map(({ key, value }) => [key, value]))
    const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1))
    return `{${sorted.map(([key, value]) => `${quote(key)}:${toJson(value)}`).join()}}`
  }
  const text = stringValue ?? bytesValue
  if (text !== undefined) return quote(text)
  return String(boolValue ?? intValue ?? doubleValue ?? null)
}

function quote(text: string): string {
  const toCode = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  return JSON.stringify(text).replace(/[<>&\u2028\u2029]/g, toCode)
}
