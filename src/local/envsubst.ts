const VARIABLE = /\$\{([A-Za-z_][A-Za-z0-9_]*)(?::?-([^}]*))?\}/g

/**
 * Replaces `${NAME}` and `${NAME:-default}` in a stack file as faas-cli does: what is not set is empty.
 * @example substituteEnvironment('${SERVER:-docker.io}/x:${TAG}', {TAG: 'v1'}) // 'docker.io/x:v1'
 */
export function substituteEnvironment(text: string, environment: Record<string, string | undefined>): string {
  return text.replace(VARIABLE, (_, name: string, fallback = '') => environment[name] || fallback)
}
