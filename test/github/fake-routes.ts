import type { FakeComment, FakeState } from './fake-state.ts'

export interface FakeAnswer {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface FakeAccount {
  readonly id: number
  readonly login: string
  /** a token of an app may not ask who it is by REST */
  readonly isApp: boolean
}

interface Call {
  readonly state: FakeState
  readonly account: FakeAccount
  readonly repository: string
  readonly url: URL
  readonly input: { readonly body?: unknown }
  /** what the pattern of the route captured */
  readonly parts: readonly string[]
}

const MAX_BODY = 65_536
const NOT_FOUND: FakeAnswer = { status: 404, body: { message: 'Not Found' } }
const FORBIDDEN: FakeAnswer = { status: 403, body: { message: 'Resource not accessible by integration' } }

/** method and path of a call -> its answer; REPO stands for /repos/owner/name */
const ROUTES: readonly [RegExp, (call: Call) => FakeAnswer][] = [
  [/^GET \/user$/, ({ account }) => (account.isApp ? FORBIDDEN : { status: 200, body: account })],
  [
    /^GET \/users\/([^/]+)$/,
    ({ account, parts: [login] }) => (login === account.login ? { status: 200, body: account } : NOT_FOUND),
  ],
  [/^POST \/graphql$/, ({ account }) => ({ status: 200, body: { data: { viewer: { login: account.login } } } })],
  [/^GET REPO\/commits\/([^/]+)\/pulls$/, ({ state, url, parts: [sha = ''] }) => page(url, state.pullsOf.get(sha))],
  [
    /^GET REPO\/((?:commits|issues)\/[^/]+)\/comments$/,
    ({ state, url, parts: [place = ''] }) => page(url, state.places.get(place)),
  ],
  [/^POST REPO\/((?:commits|issues)\/[^/]+)\/comments$/, create],
  [/^(PATCH|DELETE) REPO\/(issues\/)?comments\/(\d+)$/, change],
]

/** Answers one call as GitHub's REST API does, as far as comments go. */
export function answer(method: string, call: Omit<Call, 'parts'>): FakeAnswer {
  const path = decodeURIComponent(call.url.pathname).replace(`/repos/${call.repository}/`, 'REPO/')
  for (const [pattern, handle] of ROUTES) {
    const match = pattern.exec(`${method} ${path}`)
    if (match) return handle({ ...call, parts: match.slice(1) })
  }
  return NOT_FOUND
}

function create({ state, account, input, parts: [place = ''] }: Call): FakeAnswer {
  if (!state.places.has(place)) return place.startsWith('commits') ? invalid('No commit found') : NOT_FOUND
  const refusal = refuse(input.body)
  if (refusal) return refusal
  const another = state.beforeCreate
  state.beforeCreate = null
  another?.()
  return { status: 201, body: state.addComment(place, { id: account.id, login: account.login }, String(input.body)) }
}

function change({ state, account, input, parts: [method, issues, id] }: Call): FakeAnswer {
  const found = state.find(issues ? 'issues' : 'commits', Number(id))
  if (found === null) return NOT_FOUND
  if (found.comment.user?.id !== account.id) return FORBIDDEN
  if (method === 'DELETE') {
    found.list.splice(found.list.indexOf(found.comment), 1)
    return { status: 204 }
  }
  const refusal = refuse(input.body)
  if (refusal) return refusal
  found.comment.body = String(input.body)
  return { status: 200, body: found.comment }
}

function refuse(body: unknown): FakeAnswer | null {
  if (typeof body !== 'string' || body.trim() === '') return invalid("body can't be blank")
  return [...body].length > MAX_BODY ? invalid(`body is too long (maximum is ${MAX_BODY} characters)`) : null
}

function invalid(message: string): FakeAnswer {
  return { status: 422, body: { message: 'Validation Failed', errors: [{ message }] } }
}

/** One page of a list, with the link to the next as GitHub writes it. */
function page(url: URL, list: readonly (FakeComment | object)[] | undefined): FakeAnswer {
  if (list === undefined) return NOT_FOUND
  const number = Number(url.searchParams.get('page') ?? 1)
  const size = Math.min(100, Number(url.searchParams.get('per_page') ?? 30))
  const next = new URL(url)
  next.searchParams.set('page', String(number + 1))
  const headers = number * size < list.length ? { link: `<${next}>; rel="next"` } : {}
  return { status: 200, body: list.slice((number - 1) * size, number * size), headers }
}
