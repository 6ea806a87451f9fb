import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/**
 * Has the gate judge the contracts of `root` once, on everything logged until now, and lets it speak for itself.
 * @returns the gate's exit code: 0 open, 1 closed, 2 it could not run
 */
export async function judgeContracts(root: string, lokiUrl: string, signal: AbortSignal): Promise<number> {
  // The last line may have been logged within this millisecond.
  const at = new Date(Date.now() + 1).toISOString()
  const gate = join(root, 'dist', 'src', 'cli', 'vouch.js')
  const argv = [gate, 'check', '--loki', lokiUrl, '--lag', '0s', '--at', at]
  const [code] = await once(spawn(process.execPath, argv, { cwd: root, stdio: 'inherit', signal }), 'close')
  return code ?? 2
}
