import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { parse } from 'yaml'
import { z } from 'zod'
import type { GatewayAccess } from '../client/gateway-client.ts'
import { parseAddress } from '../contract/address.ts'
import { ConfigError } from '../errors.ts'

/** faas-cli's own. */
const DEFAULT_GATEWAY = 'http://127.0.0.1:8080'

type Env = Readonly<Record<string, string | undefined>>

/** What the commands that ask a gateway have in common. */
export interface GatewayOptions {
  readonly gateway?: string
  readonly user?: string
  readonly passwordFile?: string
}

/** Names the credentials in the help of a command. */
export const ACCESS_HELP = `
Credentials are --user and --password-file, else what \`faas-cli login\` keeps for this gateway.`

/** Adds the options that say which gateway, and as whom. */
export function addGatewayOptions(command: Command): Command {
  return command
    .option('--gateway <url>', `address of the OpenFaaS gateway (default: OPENFAAS_URL, else ${DEFAULT_GATEWAY})`)
    .option('--user <name>', 'basic auth of the gateway')
    .option('--password-file <file>', 'with the password of --user')
}

/**
 * Finds the gateway and the credentials for it: the options', else those that faas-cli keeps for this very address in
 * config.yml of OPENFAAS_CONFIG, or of ~/.openfaas.
 * @throws ConfigError
 */
export function readGatewayAccess(options: GatewayOptions, env: Env): GatewayAccess {
  const named = options.gateway === undefined ? 'OPENFAAS_URL' : '--gateway'
  const url = parseAddress(options.gateway ?? (env['OPENFAAS_URL'] || DEFAULT_GATEWAY), named, DEFAULT_GATEWAY)
  return { url, credentials: givenCredentials(options) ?? keptCredentials(url, env) }
}

function givenCredentials({ user, passwordFile }: GatewayOptions): GatewayAccess['credentials'] {
  if (user === undefined && passwordFile === undefined) return undefined
  if (user === undefined || passwordFile === undefined)
    throw new ConfigError('Expected --user and --password-file together but received one of them')
  const password = readText(passwordFile, '--password-file').trim()
  if (password === '') throw new ConfigError(`Expected a password in ${passwordFile} but it is empty`)
  return { user, password }
}

const config = z.object({
  auths: z.array(z.object({ gateway: z.string(), auth: z.string(), token: z.string() })).default([]),
})

function keptCredentials(url: string, env: Env): GatewayAccess['credentials'] {
  const path = join(env['OPENFAAS_CONFIG'] || join(homedir(), '.openfaas'), 'config.yml')
  if (!existsSync(path)) return undefined
  const auth = readConfig(path).auths.find((one) => one.gateway.replace(/\/+$/, '') === url)
  if (auth === undefined || auth.auth !== 'basic') return undefined
  const [user = '', ...password] = Buffer.from(auth.token, 'base64').toString('utf8').split(':')
  return { user, password: password.join(':') }
}

function readConfig(path: string): z.infer<typeof config> {
  try {
    return config.parse(parse(readText(path, 'faas-cli')) ?? {})
  } catch (cause) {
    if (cause instanceof ConfigError) throw cause
    // The cause may quote the file, which holds secrets.
    throw new ConfigError(`Expected what faas-cli login writes in ${path}; log in again, or name --user`)
  }
}

function readText(path: string, whose: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new ConfigError(`Cannot read ${path} of ${whose} (${(cause as NodeJS.ErrnoException).code})`, { cause })
  }
}
