import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ReviewOptions, readReviewAccess } from './access.ts'

const REPO = { repo: 'octo/vision' }

test('inside Actions nothing but the token is to be given', () => {
  const env = {
    GITHUB_API_URL: 'https://github.example/api/v3',
    GITHUB_SERVER_URL: 'https://github.example',
    GITHUB_REPOSITORY: 'octo/vision',
    GITHUB_TOKEN: ' t0ken\n',
  }
  assert.deepEqual(readReviewAccess({}, env), {
    api: 'https://github.example/api/v3',
    server: 'https://github.example',
    repository: 'octo/vision',
    token: 't0ken',
  })
})

test('outside of it the repository is enough, and without a token nothing is sent', () => {
  assert.deepEqual(readReviewAccess(REPO, { GITHUB_TOKEN: '' }), {
    api: 'https://api.github.com',
    server: 'https://github.com',
    repository: 'octo/vision',
    token: null,
  })
})

test('an option comes before its variable, GITHUB_TOKEN before GH_TOKEN', () => {
  const env = {
    GITHUB_API_URL: 'https://a.example',
    GITHUB_REPOSITORY: 'a/b',
    GITHUB_TOKEN: 'first',
    GH_TOKEN: 'second',
  }
  const access = readReviewAccess({ repo: 'c/d', api: 'http://127.0.0.1:1' }, env)
  assert.deepEqual([access.repository, access.api, access.token], ['c/d', 'http://127.0.0.1:1', 'first'])
  assert.equal(readReviewAccess(REPO, { GH_TOKEN: 'second' }).token, 'second')
})

const REFUSED: { options: ReviewOptions; env?: Record<string, string>; expected: string }[] = [
  { options: {}, expected: 'Expected owner/name for --repo (or GITHUB_REPOSITORY) but received nothing' },
  { options: { repo: 'octo' }, expected: 'Expected owner/name for --repo (or GITHUB_REPOSITORY) but received octo' },
  {
    options: { ...REPO, api: 'http://api.example' },
    expected: 'Expected an https address for --api (or GITHUB_API_URL) but received http://api.example',
  },
  {
    options: { ...REPO, api: 'https://user:pass@api.example' },
    expected: 'Expected an https address for --api (or GITHUB_API_URL) but received https://api.example',
  },
  {
    options: { ...REPO, api: 'api' },
    expected: 'Expected an https address for --api (or GITHUB_API_URL) but received api',
  },
  {
    options: REPO,
    env: { GITHUB_SERVER_URL: 'javascript:x' },
    expected: 'Expected an https address for GITHUB_SERVER_URL but received javascript:x',
  },
  {
    options: REPO,
    env: { GITHUB_TOKEN: 'secret\nother' },
    expected: 'Expected a token without spaces for GITHUB_TOKEN (or GH_TOKEN) but received one with such characters',
  },
]

for (const { options, env = {}, expected } of REFUSED) {
  test(`refused: ${expected}`, () => assert.throws(() => readReviewAccess(options, env), { message: expected }))
}
