import { InputError } from '#runtime/errors'
import { readSwitch, readText, refuseText } from '#runtime/query'

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
  const [mask, background] = [readSwitch(query, 'mask'), readBackground(query)]
  if (background !== undefined && hasPart) {
    throw refuse('background', 'a parameter or a part, not both,', 'both')
  }
  if (mask && (background !== undefined || hasPart)) throw refuse('mask', 'no background', 'one')
  return { mask, background }
}

function readBackground(query: URLSearchParams): Background | undefined {
  const text = readText(query, 'background')
  if (text === undefined) return undefined
  if (text === BLUR) return { kind: BLUR }
  const digits = /^#([\da-f]{6})$/i.exec(text)?.[1]
  if (digits === undefined) throw refuseText('background', `#rrggbb (# written as %23) or ${BLUR}`, text)
  return { kind: 'colour', colour: [...Buffer.from(digits, 'hex')] }
}

function refuse(name: string, expected: string, received: string): InputError {
  return new InputError('parameter-invalid', { expected, name, received })
}
