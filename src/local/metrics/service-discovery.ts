import { NAMESPACE } from '../deployment.ts'
import type { DeployedFunction } from '../provider/deployed-function.ts'

/** A group of targets, as Prometheus's HTTP service discovery reads them. */
export interface TargetGroup {
  readonly targets: readonly string[]
  readonly labels: Readonly<Record<string, string>>
}

/**
 * Where the metrics of every running replica are, replicas that start or leave included: they answer there too.
 * The format: https://prometheus.io/docs/prometheus/latest/http_sd/
 */
export function describeTargets(functions: readonly DeployedFunction[]): TargetGroup[] {
  return functions.flatMap(({ deployment, replicas }) =>
    replicas
      .filter(({ pid }) => pid !== undefined)
      .map(({ metricsPort, instance }) => ({
        targets: [`127.0.0.1:${metricsPort}`],
        labels: { function_name: deployment.service, namespace: NAMESPACE, replica: instance },
      })),
  )
}
