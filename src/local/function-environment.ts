/** What a function inherits from whoever starts the platform: enough to run, and where its traces go. */
const INHERITED = /^(?:PATH|HOME|LANG|LC_ALL|TZ|LOG_LEVEL|VOUCH_REVISION|OTEL_.+|JAEGER_.+)$/

/** The environment that every function of the embedded platform starts from; its own envVars win. */
export function functionEnvironment(
  environment: Record<string, string | undefined>,
  gatewayUrl: string,
  tracesUrl?: string,
): Record<string, string> {
  const inherited = Object.entries(environment).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && INHERITED.test(entry[0]),
  )
  return {
    OTEL_SAMPLING_PROBABILITY: '1',
    OTEL_BSP_SCHEDULE_DELAY: '500', // whoever reads an id in a log line looks for its trace at once
    ...Object.fromEntries(inherited),
    ...(tracesUrl !== undefined && {
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${tracesUrl}/v1/traces`,
      OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/json',
    }),
    OPENFAAS_URL: gatewayUrl,
    ORT_DISABLE_TELEMETRY: '1',
  }
}
