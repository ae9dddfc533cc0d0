import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import type { Cluster } from './cluster/cluster.ts';

const chart = join(import.meta.dirname, '../../deploy/chart/templates/runners.yaml');

/** The rules of the role that the chart gives to runners. They have no values of the chart. */
async function rulesOfChart(): Promise<unknown[]> {
  const [, rules] = /^(rules:\n.*?)^---$/ms.exec(await readFile(chart, 'utf8')) ?? [];
  return (parse(rules ?? '') as { rules: unknown[] }).rules;
}

/**
 * Makes sure that there is a service account that may do in a namespace what the chart allows a runner, and
 * nothing else.
 *
 * @returns path of its configuration of kubectl
 */
export async function runnerAccount(cluster: Cluster, namespace: string): Promise<string> {
  const dir = dirname(cluster.kubeconfig);
  const kubectl = (...args: string[]) => cluster.kubectl('--namespace', namespace, ...args);
  const objects = join(dir, `${namespace}-runner.json`);
  const metadata = { name: 'runner' };
  const rbac = 'rbac.authorization.k8s.io';
  const items = [
    { apiVersion: `${rbac}/v1`, kind: 'Role', metadata, rules: await rulesOfChart() },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    {
      apiVersion: `${rbac}/v1`,
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: rbac, kind: 'Role', name: 'runner' },
      subjects: [{ kind: 'ServiceAccount', name: 'runner', namespace }],
    },
  ];
  await writeFile(objects, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  await kubectl('apply', '--filename', objects);
  const token = (await kubectl('create', 'token', 'runner', '--duration=24h')).trim();
  const config = JSON.parse(await readFile(cluster.kubeconfig, 'utf8')) as { users: object[] };
  const path = join(dir, `${namespace}-runner.kubeconfig`);
  await writeFile(path, JSON.stringify({ ...config, users: [{ name: 'test', user: { token } }] }));
  return path;
}
