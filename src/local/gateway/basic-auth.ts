import { createHash, timingSafeEqual } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError } from '../../errors.ts'

export interface Credentials {
  readonly user: string
  readonly password: string
}

/**
 * Reads OpenFaaS's own variables: with `basic_auth=true`, the files basic-auth-user and basic-auth-password in
 * `secret_mount_path` (/run/secrets by default) guard /system.
 * @returns undefined without basic_auth
 * @throws ConfigError if a file cannot be read or is empty
 */
export function readCredentials(environment: Record<string, string | undefined>): Credentials | undefined {
  if (!/^(?:true|1)$/.test(environment['basic_auth'] ?? '')) return undefined
  const folder = environment['secret_mount_path'] || '/run/secrets'
  return { user: readSecret(folder, 'basic-auth-user'), password: readSecret(folder, 'basic-auth-password') }
}

/** Whether an Authorization header carries these credentials; takes as long for wrong ones as for right ones. */
export function isAuthorized(header: string | undefined, { user, password }: Credentials): boolean {
  const expected = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
  return timingSafeEqual(digest(header ?? ''), digest(expected))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

function readSecret(folder: string, name: string): string {
  const path = join(folder, name)
  try {
    const value = readFileSync(path, 'utf8').trim()
    if (value !== '') return value
  } catch (cause) {
    throw new ConfigError(`basic_auth is set, but ${path} cannot be read; set secret_mount_path to its folder`, {
      cause,
    })
  }
  throw new ConfigError(`basic_auth is set, but ${path} is empty`)
}
