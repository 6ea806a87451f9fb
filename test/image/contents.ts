import type { Row } from './checks.ts'
import { docker } from './docker.ts'

/** What must hold of the files of the image: each a list made by a shell in /home/app. */
const LISTS: readonly { what: string; command: string; expected: RegExp }[] = [
  {
    what: 'files of models/',
    command: 'ls function/models',
    expected: /^efficientnet-lite0\.f16\.onnx efficientnet-lite0\.qdq8\.onnx imagenet-labels\.json$/,
  },
  {
    what: 'libraries of onnxruntime',
    command: 'cd node_modules/onnxruntime-node/bin && find * -name "*.so*" -o -name "*.dylib" -o -name "*.dll"',
    expected: /^napi-v6\/linux\/(x64|arm64)\/libonnxruntime\.so\.1$/,
  },
  { what: 'sources in TypeScript', command: 'find . -name "*.ts" -not -path "./node_modules/*"', expected: /^$/ },
  { what: 'tools of the build', command: 'ls -d node_modules/typescript prune-image* Dockerfile', expected: /^$/ },
  { what: 'what others may not read', command: 'find . ! -perm -o=r', expected: /^$/ },
]

/** Looks into the image, without running the function. */
export async function lookIntoImage(image: string): Promise<Row[]> {
  const rows: Row[] = []
  for (const { what, command, expected } of LISTS) {
    const found = (await runShell(image, command)).split('\n').sort().join(' ')
    rows.push({ what, seen: found || 'none', asExpected: expected.test(found) })
  }
  const bytes = Number((await docker('image', 'inspect', '--format', '{{.Size}}', image)).stdout)
  const appMiB = Number.parseInt(await runShell(image, 'du -sm .'), 10)
  return [...rows, { what: 'size', seen: `${Math.round(bytes / 1e6)} MB, of them ${appMiB} MiB in /home/app` }]
}

/** As root, so that what others may not read is found too; a list of nothing may end with an error. */
async function runShell(image: string, command: string): Promise<string> {
  const options = ['--rm', '--network', 'none', '--user', '0', '--entrypoint', 'sh']
  return (await docker('run', ...options, image, '-c', `${command}; true`)).stdout.trim()
}
