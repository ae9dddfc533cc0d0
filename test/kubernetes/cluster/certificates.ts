import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../../../sandbox-runner/src/host/command.ts';
import { apiService } from './node-files.ts';

/** Accounts of the cluster's parts, with their names and groups. The name of the file is the key. */
const accounts = {
  admin: 'admin,admin,"system:masters"',
  'controller-manager': 'system:kube-controller-manager,system:kube-controller-manager',
  scheduler: 'system:kube-scheduler,system:kube-scheduler',
  kubelet: 'system:node:node0,system:node:node0,"system:nodes"',
};

/**
 * Makes the cluster's authority, the API server's certificate, and a configuration of kubectl for each
 * account.
 */
export async function makeCertificates(dir: string, address: string): Promise<void> {
  await mkdir(dir, { recursive: true });
  const openssl = (...args: string[]) => runCommand('openssl', args, { cwd: dir });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc'];
  await openssl(
    ...[
      'req',
      '-x509',
      ...newKey,
      '-days',
      '30',
      '-subj',
      '/CN=cluster',
      '-keyout',
      'ca.key',
      '-out',
      'ca.crt',
    ],
    ...[
      '-addext',
      'basicConstraints=critical,CA:TRUE',
      '-addext',
      'keyUsage=critical,keyCertSign,digitalSignature',
    ],
  );
  const names = [
    'DNS:kubernetes.default.svc',
    'DNS:localhost',
    'IP:127.0.0.1',
    `IP:${apiService}`,
    `IP:${address}`,
  ];
  await writeFile(join(dir, 'names'), `subjectAltName=${names.join(',')}\nextendedKeyUsage=serverAuth\n`);
  await openssl(
    'req',
    ...newKey,
    '-subj',
    '/CN=kube-apiserver',
    '-keyout',
    'apiserver.key',
    '-out',
    'apiserver.csr',
  );
  await openssl(
    ...['x509', '-req', '-in', 'apiserver.csr', '-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial'],
    ...['-days', '30', '-out', 'apiserver.crt', '-extfile', 'names'],
  );
  await openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', 'accounts.key');
  await openssl('ec', '-in', 'accounts.key', '-pubout', '-out', 'accounts.pub');
  const authority = (await readFile(join(dir, 'ca.crt'))).toString('base64');
  const tokens: string[] = [];
  for (const [name, account] of Object.entries(accounts)) {
    const token = randomBytes(16).toString('hex');
    tokens.push(`${token},${account}\n`);
    await writeFile(join(dir, `${name}.kubeconfig`), kubeconfig(`https://${address}:6443`, authority, token));
  }
  await writeFile(join(dir, 'tokens.csv'), tokens.join(''));
}

/** A configuration of kubectl, which may be JSON. */
export function kubeconfig(server: string, authority: string, token: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'test', cluster: { server, 'certificate-authority-data': authority } }],
    users: [{ name: 'test', user: { token } }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
    'current-context': 'test',
  });
}
