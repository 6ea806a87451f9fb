import type { ContractRecord, EvaluationRecord } from '../../src/verdict/evaluation.ts'
import type { Gate, Verdict } from '../../src/verdict/verdict.ts'

const WINDOW = { start: '2026-11-21T13:05:00Z', end: '2026-11-21T14:05:00Z', lag_seconds: 60 }

const POLICY: Record<Verdict, Gate> = {
  PASS: 'open',
  FAIL: 'closed',
  UNDECIDED: 'open',
  NO_DATA: 'closed',
  INVALID: 'closed',
}

const SELECTOR = '{namespace="openfaas-fn", function_name="pytorch-classifier"}'

export const PASSED: ContractRecord = {
  id: '3f9a1c0d2e4b',
  uri: 'features/production_behavior.feature',
  line: 9,
  feature: 'Production Behavior Validation for PyTorch Classifier',
  name: 'P99 Latency SLO',
  promise: 'the p99 latency should be below 150 ms',
  function: 'pytorch-classifier',
  namespace: 'openfaas-fn',
  model_version: 'v1.2.1',
  verdict: 'PASS',
  gate: 'open',
  reason: '312 of 41 200 requests took 150 ms or more; at most 1 percent may, and that is proven at 5 percent.',
  window: WINDOW,
  unit: 'ms',
  limit: { below: 150 },
  n: 41200,
  k: 312,
  estimate: 143.24,
  interval: [141.9, 145.02],
  p_fail: 0.9999,
  p_fail_adjusted: 1,
  dispersion: 1.04,
  needed: null,
  lines: { considered: 41200, ignored: 41200, unparsable: 3, lacking_field: 0 },
  queries: [
    {
      name: 'requests',
      query: `sum(count_over_time(${SELECTOR} | json | event="inference_request" [1h]))`,
      time: '2026-11-21T14:05:00.000000000Z',
      value: 41200,
    },
  ],
}

export const FAILED: ContractRecord = {
  ...PASSED,
  verdict: 'FAIL',
  gate: 'closed',
  reason: '1 071 of 41 200 requests took 150 ms or more; at most 1 percent may.',
  k: 1071,
  estimate: 171.3,
  interval: [165.1, 180.4],
  p_fail: 1.2e-200,
  p_fail_adjusted: 3.6e-200,
}

export const UNDECIDED: ContractRecord = {
  ...PASSED,
  id: '77aa0c9912ef',
  line: 12,
  name: 'Error Rate SLO',
  promise: 'the error rate for status code 5xx should be less than 0.5 percent',
  verdict: 'UNDECIDED',
  reason: 'needs 598 requests, has 400: about 4 min more',
  unit: 'ratio',
  limit: { below: 0.005 },
  n: 400,
  k: 0,
  estimate: 0,
  interval: [0, 0.0091799],
  p_fail: 1,
  p_fail_adjusted: 1,
  dispersion: null,
  needed: 598,
}

export const NO_DATA: ContractRecord = {
  ...UNDECIDED,
  id: '0d00d00d00d0',
  verdict: 'NO_DATA',
  gate: 'closed',
  reason: 'no line of pytorch-classifier in the window; functions that logged: image-classifier',
  n: null,
  k: null,
  estimate: null,
  interval: null,
  p_fail: null,
  p_fail_adjusted: null,
  dispersion: null,
  needed: null,
  lines: { considered: 0, ignored: 0, unparsable: 0, lacking_field: 0 },
  queries: [],
}

export const INVALID: ContractRecord = {
  ...NO_DATA,
  id: 'badbadbadbad',
  line: 15,
  name: 'Prediction Distribution Sanity Check',
  promise: 'the prediction proportion for class "golden retriever" should be between 5 and 15 percent',
  verdict: 'INVALID',
  reason: '12 of 1 000 lines (1.2 percent) are not JSON; the limit is 1 percent',
  limit: { from: 0.05, to: 0.15 },
  lines: { considered: 1000, ignored: 7, unparsable: 12, lacking_field: 0 },
}

export function evaluationOf(contracts: readonly ContractRecord[]): EvaluationRecord {
  const closed = contracts.some((contract) => contract.gate === 'closed')
  return {
    schema_version: 1,
    use: 'once',
    window: WINDOW,
    gate: closed ? 'closed' : 'open',
    exit_code: closed ? 1 : 0,
    policy: POLICY,
    contracts,
  }
}

/** Texts of a log or a feature that try to become Markdown, HTML, a mention, a link or a command of the terminal. */
export const HOSTILE_TEXTS: readonly string[] = [
  '@octocat and @org/team',
  'fixes #123, GH-45, owner/repo#6 and owner/repo@3f2a1c9d',
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  '<!-- vouch:v1 key=once state=PASS -->',
  '--> </details></summary> <!--',
  '[click](https://evil.example/?q=1) ![pixel](https://evil.example/p.png)',
  'see https://evil.example www.evil.example and mail a@evil.example',
  'a | b |\n|---|---|\n| PASS | x |',
  'back\\| slash \\',
  '`` ` ``` ```` ticks',
  '\n\n# heading\n\n- list\n\n> quote\n\n```\nfence',
  '**bold** ~~struck~~ _under_ ***',
  '&#64;octocat &lt;b&gt; &commat;octocat',
  'right\u202eleft \u2066isolate\u2069 zero\u200bwidth \u{e0041}tag',
  '\u001b[31mred\u001b[0m \u0007bell \u0000nul \u009b31m',
  'lone \ud800 surrogate',
  ':tada: $x^2$ $$y$$ deadbeefdeadbeef 1234567',
]

function hostile(): ContractRecord[] {
  return HOSTILE_TEXTS.map((text, index) => ({
    ...FAILED,
    id: `hostile${index}`,
    uri: `features/${text}.feature`,
    name: text,
    promise: text,
    function: text,
    namespace: text,
    model_version: text,
    reason: text,
    queries: [{ name: text, query: text, time: text, value: 1 }],
  }))
}

const MANY = Array.from({ length: 38 }, (_, index) => ({ ...PASSED, id: `many${index}`, line: 20 + index }))

/** name of the golden file -> run; each verdict alone, then mixes. */
export const CASES: Readonly<Record<string, EvaluationRecord>> = {
  pass: evaluationOf([PASSED]),
  fail: evaluationOf([FAILED]),
  undecided: evaluationOf([UNDECIDED]),
  'no-data': evaluationOf([NO_DATA]),
  invalid: evaluationOf([INVALID]),
  mix: evaluationOf([UNDECIDED, PASSED, { ...NO_DATA, gate: 'open' }, INVALID, FAILED]),
  many: evaluationOf([...MANY, UNDECIDED, FAILED]),
  empty: evaluationOf([]),
  hostile: evaluationOf(hostile()),
}

export const SOURCE = {
  server: 'https://github.com',
  repository: 'octo/vision',
  sha: '3f2a1c9d0b8e7f6a5c4d3e2f1a0b9c8d7e6f5a4b',
}
