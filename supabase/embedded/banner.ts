import { join } from 'node:path'
import { networkAddresses } from './listen.ts'
import type { ServerOptions } from './options.ts'
import { isLoopback } from './preflight.ts'
import type { RunningServer } from './server.ts'

/** What the person who started the server reads: where to open it, whom to sign in as, what a phone needs. */
export function banner(server: RunningServer, options: ServerOptions): string {
  const { engine, accounts } = server.facts
  const lines = ['', `杏巡 Xingxun  ${server.address}  (${engine})`]
  if (accounts.length > 0) {
    lines.push('', '演示账号（数据均为虚构） / Demo accounts (all data are made up):')
    for (const { name, password, role } of accounts) lines.push(`  ${name.padEnd(16)} ${password.padEnd(20)} ${role}`)
  }
  if (options.killServiceWorker) lines.push('', ...removalNote)
  if (options.https) lines.push('', ...phoneSteps(server.port, options))
  else if (!isLoopback(options.host)) lines.push('', ...insecureWarning)
  return `${lines.join('\n')}\n`
}

function phoneSteps(port: number, { dataFolder, host }: ServerOptions): string[] {
  const certificate = join(dataFolder, 'tls', 'certificate.pem')
  const reachable = isLoopback(host)
    ? ['请用 HOST=0.0.0.0 启动，手机才能连接。 / Start with HOST=0.0.0.0 so that a phone can connect.']
    : networkAddresses().map((address) => `  https://${address}:${port}`)
  return [
    '在真实手机上打开 / To open it on a real phone:',
    ...reachable,
    `1. 把证书传到手机 / Send the certificate to the phone: ${certificate}`,
    '2. Android：设置 → 安全 → 加密与凭据 → 安装证书 → CA 证书 / Settings → Security → Encryption & credentials → '
    + 'Install a certificate → CA certificate',
    '   iPhone：打开文件并安装描述文件，再到 设置 → 通用 → 关于本机 → 证书信任设置 中启用 / open the file, install the '
    + 'profile, then enable it in Settings → General → About → Certificate Trust Settings',
    '3. 手机与本机在同一网络，打开上面的地址 / With the phone on the same network, open the address above.',
    '4. 用完后从手机中删除该证书 / Delete the certificate from the phone afterwards.',
  ]
}

const removalNote = [
  '正在把 Service Worker 从打开过应用的浏览器里移除（记录和照片保留）。修好后请不带 --kill-service-worker 重新启动。',
  'Taking the service worker out of every browser that comes by (records and pictures stay). Once mended, start again '
  + 'without --kill-service-worker.',
]

const insecureWarning = [
  '注意：网络上的 http:// 地址不是安全来源，浏览器会禁用离线（Service Worker）、相机和定位。请加 --https，或放在带证书的反向代理之后。',
  'Note: an http:// address on a network is not a secure origin; browsers switch off offline use (service worker), '
  + 'camera and location there. Add --https, or put it behind a reverse proxy with a certificate.',
]
