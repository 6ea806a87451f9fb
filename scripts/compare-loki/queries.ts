const PLAIN = '!~ `^\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d `'
const F = '{SEL, namespace="openfaas-fn", function_name="f"}'
const FIELDS = 'json event="event", model_version="model_version", latency_ms="latency_ms"'
const NUMBER = '^(?:-?[0-9]+(?:\\\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)$'
const POPULATION = `${F} ${PLAIN} | ${FIELDS} | __error__="" | event=~"^(?:inference_request|)$" | model_version="v1.2.1"`
const NUMBERS = `${POPULATION} | latency_ms=~"${NUMBER}"`

const REGEXES = [
  '5.*',
  '.*5',
  '5.*|zz',
  '(5).*',
  '(?i)5X.*',
  '50.*|4.*',
  '5.+',
  '^5.*',
  '200|503',
  '5..',
  '[45]..',
  '2.*5',
  '',
  '.*',
  '.+',
  '20.*(0|5)',
  '2(00|05)',
  '200|.*',
  '|200',
  '(4|5).*',
]
const LINE_REGEXES = ['foo|plain', 'plain.*5', '(?i)PLAIN', '', '.*', '.+', 'r[0-9]+"', '^\\\\[', 'more$', 'GET|POST']

const regexQueries = ['=~', '!~'].flatMap((operator) =>
  REGEXES.map(
    (regex) =>
      `sum by (s) (count_over_time({SEL} | json s="status_code" | s${operator}"${regex}" | __error__="" [1h]))`,
  ),
)
const lineQueries = ['|~', '!~'].flatMap((operator) =>
  LINE_REGEXES.map((regex) => `sum(count_over_time({SEL} ${operator} "${regex}" [1h]))`),
)

/** Queries in the shapes that contracts generate, the source article's own, and variants that try the rules one by one. */
export const INSTANT_QUERIES: readonly string[] = [
  ...[1, 100, 150, 1000].flatMap((limit) =>
    ['>=', '<', '==', '!='].map(
      (comparison) => `sum(count_over_time(${NUMBERS} | latency_ms ${comparison} ${limit} | __error__="" [1h]))`,
    ),
  ),
  ...['__error__', 'event', 'model_version', 'model_version, event', 'zone', 'pod'].flatMap((names) =>
    ['', '| __error__=""'].map(
      (filter) => `sum by (${names}) (count_over_time(${F} ${PLAIN} | ${FIELDS} ${filter} [1h]))`,
    ),
  ),
  'sum by (function_name) (count_over_time({SEL, namespace="openfaas-fn"}[1h]))',
  ...[0, 0.5, 0.95, 0.99, 1, 2].flatMap((quantile) =>
    ['by ()', 'by (zone)', 'without (pod)'].map(
      (grouping) => `quantile_over_time(${quantile}, ${NUMBERS} | unwrap latency_ms | __error__="" [1h]) ${grouping}`,
    ),
  ),
  ...['min', 'max', 'avg'].map((name) => `${name}_over_time(${NUMBERS} | unwrap latency_ms | __error__="" [1h]) by ()`),
  ...['', 'by (zone)', 'without (zone, pod)'].map(
    (grouping) => `sum ${grouping} (sum_over_time(${NUMBERS} | unwrap latency_ms | __error__="" [30m]))`,
  ),
  `quantile_over_time(0.99, ${F} | json | model_version="v1.3.0" | unwrap latency_ms | __error__="" [1h]) by ()`,
  `quantile_over_time(0.99, ${F} | json | model_version="v1.2.1" | unwrap latency_ms [1h])`,
  `sum(rate(${F} | json | status_code >= 500 | __error__="" [1h])) / sum(rate(${F} | json | __error__="" [1h]))`,
  `100 * sum(rate(${F}[1h])) - 1`,
  `sum by (class) (count_over_time(${F} | json | status_code = 200 | __error__="" [1h]))`,
  ...['event', 'nested_event', 'nested_latency_ms', 'n', '__error__'].flatMap((name) =>
    ['', '| __error__=""'].map((filter) => `sum by (${name}) (count_over_time({SEL} | json ${filter} [1h]))`),
  ),
  ...['sum', 'count', 'min', 'max', 'avg'].flatMap((name) =>
    ['', 'by (zone)', 'without (pod, event)'].map(
      (grouping) => `${name} ${grouping} (count_over_time({SEL} | json event="event" | __error__="" [1h]))`,
    ),
  ),
  'bytes_over_time({SEL}[1h])',
  'sum(bytes_rate({SEL} |= "é" or "plain" [10m]))',
  'count_over_time({SEL, zone=""}[20m] offset 10m)',
  'sum(count_over_time({SEL} | pod="p0" or pod="p1" and zone!="" [1h]))',
  'sum(count_over_time({SEL, function_name=~"f|h"} != "event" or "plain" [1h]))',
  'sum by (x) (count_over_time({SEL} | json x="nested.event", y="nested" | y!="" | __error__="" [1h]))',
  'sum(count_over_time({SEL} | json [1h]))',
  'sum(count_over_time({SEL} | json | latency_ms > 5 [1h]))',
  'sum(count_over_time({SEL} | json | latency_ms > 5 | __error__="" [1h]))',
  'count_over_time({SEL} | json [1h])',
  'sum(count_over_time({SEL}[1h]',
  '{SEL}',
  'sum_over_time({SEL}[1h])',
  'count_over_time({run=~".*"}[1h])',
  ...regexQueries,
  ...lineQueries,
]

export const RANGE_QUERIES: readonly string[] = [
  ...['>=', '<'].map(
    (comparison) => `sum(count_over_time(${NUMBERS} | latency_ms ${comparison} 150 | __error__="" [1m]))`,
  ),
  `sum by (__error__) (count_over_time(${F} ${PLAIN} | ${FIELDS} [1m]))`,
  'sum by (function_name) (count_over_time({SEL}[1m]))',
  'sum by (function_name) (rate({SEL}[5m]))',
  `quantile_over_time(0.9, ${NUMBERS} | unwrap latency_ms | __error__="" [3m]) by ()`,
  `sum(rate(${F} | json | status_code >= 500 | __error__="" [5m])) / sum(rate(${F}[5m]))`,
  'avg without (pod) (count_over_time({SEL}[90s] offset 30s))',
]
