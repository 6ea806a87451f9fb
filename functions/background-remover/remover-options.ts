import { InputError } from '#runtime/errors'

const BLUR = 'blur'

/** What is asked for behind the foreground. */
export type Background = { readonly kind: 'colour'; readonly colour: readonly number[] } | { readonly kind: 'blur' }

export interface RemoverOptions {
  /** The foreground's share of each pixel as a grey picture, in place of the foreground. */
  readonly mask: boolean
  /** Undefined for none. */
  readonly background: Background | undefined
}

/**
 * Reads what the query asks of the remover.
 *
 * @param hasPart whether the request carries a part `background`
 * @throws InputError when a value is named twice or is not known, or two exclude each other
 * @example readRemoverOptions(new URLSearchParams('mask=1'), false).mask // true
 */
export function readRemoverOptions(query: URLSearchParams, hasPart: boolean): RemoverOptions {
  const [mask, background] = [readMask(query), readBackground(query)]
  if (background !== undefined && hasPart) {
    throw refuse('background', 'a parameter or a part, not both,', 'both')
  }
  if (mask && (background !== undefined || hasPart)) throw refuse('mask', 'no background', 'one')
  return { mask, background }
}

function readMask(query: URLSearchParams): boolean {
  const text = readText(query, 'mask')
  if (text !== undefined && text !== '1') throw refuse('mask', '1', quote(text))
  return text === '1'
}

function readBackground(query: URLSearchParams): Background | undefined {
  const text = readText(query, 'background')
  if (text === undefined) return undefined
  if (text === BLUR) return { kind: BLUR }
  const digits = /^#([\da-f]{6})$/i.exec(text)?.[1]
  if (digits === undefined) throw refuse('background', `#rrggbb (# written as %23) or ${BLUR}`, quote(text))
  return { kind: 'colour', colour: [...Buffer.from(digits, 'hex')] }
}

function readText(query: URLSearchParams, name: string): string | undefined {
  const texts = query.getAll(name)
  return texts.length === 0 ? undefined : texts.join(' and ')
}

function quote(text: string): string {
  return JSON.stringify(text.slice(0, 40))
}

function refuse(name: string, expected: string, received: string): InputError {
  return new InputError('parameter-invalid', { expected, name, received })
}
