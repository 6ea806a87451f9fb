import type { IncomingMessage } from 'node:http'
import type { Config } from './config.ts'
import { InputError } from './errors.ts'
import type { HandlerForm } from './handler-form.ts'
import { classifyBody, limitBody } from './official/body-limits.ts'
import type { Call } from './worker-messages.ts'

/** What a request must be like to reach a handler of one form. */
export interface Entrance {
  /** @throws InputError before the body is read */
  admit(request: IncomingMessage, path: string): void
  /** @returns bytes */
  limitBody(request: IncomingMessage): number
  /** @throws InputError when there is none where one is needed */
  checkBody(body: Uint8Array): void
  /** @returns what the handler is told beside body and query */
  describeCall(request: IncomingMessage, path: string): { readonly call?: Call }
}

export function openEntrance(form: HandlerForm, config: Config): Entrance {
  return form === 'official' ? openOfficialEntrance(config) : openVisionEntrance(config)
}

/** Ours take a body by POST at the path / alone. */
function openVisionEntrance({ maxBodyBytes }: Config): Entrance {
  return {
    admit({ method }, path) {
      if (path !== '/') throw new InputError('not-found')
      if (method !== 'POST') throw new InputError('method-not-allowed', { allowed: 'POST' })
    },
    limitBody: () => maxBodyBytes,
    checkBody(body) {
      if (body.length === 0) throw new InputError('body-empty')
    },
    describeCall: () => ({}),
  }
}

/** The official contract takes any method and path, and a body or none. */
function openOfficialEntrance({ bodyLimits }: Config): Entrance {
  return {
    admit() {},
    limitBody: ({ headers }) => limitBody(classifyBody(headers['content-type'] ?? '', bodyLimits), bodyLimits),
    checkBody() {},
    describeCall({ method = '', headers }, path) {
      const hasBody = headers['transfer-encoding'] !== undefined || headers['content-length'] !== undefined
      return { call: { method, path, headers, hasBody } }
    },
  }
}
