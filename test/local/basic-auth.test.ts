import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { startTestPlatform } from './harness.ts'

test('basic_auth guards /system and not /function, and the platform itself deploys with it', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'vouch-auth-'))
  writeFileSync(join(folder, 'basic-auth-user'), 'admin\n')
  writeFileSync(join(folder, 'basic-auth-password'), 'pässword\n')
  const environment = { ...process.env, basic_auth: 'true', secret_mount_path: folder }
  const platform = await startTestPlatform({ environment })
  t.after(async () => {
    await platform.end()
    rmSync(folder, { recursive: true })
  })
  await platform.deploy()
  const list = (authorization?: string) =>
    platform.call('GET', '/system/functions', undefined, authorization ? { authorization } : {})
  const refused = await list()
  assert.deepEqual([refused.status, refused.text], [401, 'invalid credentials'])
  assert.equal(refused.headers['www-authenticate'], 'Basic realm="Restricted"')
  assert.equal((await list(`Basic ${btoa('admin:wrong')}`)).status, 401)
  assert.equal((await list(`Basic ${Buffer.from('admin:pässword').toString('base64')}`)).status, 200)
  assert.equal((await platform.call('GET', '/function/echo')).status, 200)
})

test('basic_auth without its files stops the start and names the file', async () => {
  await assert.rejects(startTestPlatform({ environment: { basic_auth: 'true', secret_mount_path: '/nowhere' } }), {
    message: 'basic_auth is set, but /nowhere/basic-auth-user cannot be read; set secret_mount_path to its folder',
  })
})
