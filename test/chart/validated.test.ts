import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { manifestsIn, renderedText, valueSets } from './helm.ts';

/** Definitions of the objects that are not part of Kubernetes, in the Go modules of their authors. */
const definitions = {
  'github.com/prometheus-operator/prometheus-operator@v0.85.0': [
    'example/prometheus-operator-crd/monitoring.coreos.com_servicemonitors.yaml',
    'example/prometheus-operator-crd/monitoring.coreos.com_podmonitors.yaml',
  ],
  'github.com/kedacore/keda/v2@v2.17.2': ['config/crd/bases/keda.sh_scaledobjects.yaml'],
};

/**
 * Runs kubectl: the program that KUBECTL names, or the one on PATH.
 *
 * @returns what it printed, and then warnings of the API server
 * @throws with what it reported
 */
async function kubectl(args: readonly string[], input = ''): Promise<string> {
  const child = spawn(process.env.KUBECTL ?? 'kubectl', args, { stdio: 'pipe' });
  child.stdin.end(input);
  const textOf = async (stream: typeof child.stdout) => Buffer.concat(await stream.toArray()).toString();
  const [[code], printed, reported] = await Promise.all([
    once(child, 'close'),
    textOf(child.stdout),
    textOf(child.stderr),
  ]);
  if (code !== 0) throw new Error(reported);
  return printed + reported;
}

const namespace = 'learning';
/** That of the sandboxes in the values `runners`. */
const sandboxes = 'course-sandboxes';

/** Lets the API server check objects as if it stored them. @returns a line for each, and warnings */
async function dryRun(text: string): Promise<string[]> {
  const items = manifestsIn(text).map((manifest) => ({
    ...manifest,
    metadata: { namespace, ...manifest.metadata },
  }));
  const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
  return (await kubectl(['apply', '--dry-run=server', '--filename=-'], list)).trim().split('\n');
}

async function definitionFiles(): Promise<string[]> {
  const found = Object.entries(definitions).map(async ([module, paths]) => {
    const { stdout } = await promisify(execFile)('go', ['mod', 'download', '-json', module]);
    const { Dir: folder } = JSON.parse(stdout) as { Dir: string };
    return paths.map((path) => join(folder, path));
  });
  return (await Promise.all(found)).flat();
}

describe.skipIf(!process.env.KUBECONFIG)('the API server of KUBECONFIG', () => {
  let files: string[];
  beforeAll(async () => {
    files = (await definitionFiles()).flatMap((file) => ['--filename', file]);
    for (const name of [namespace, sandboxes]) await kubectl(['create', 'namespace', name]);
    const level = 'pod-security.kubernetes.io/warn=restricted';
    await kubectl(['label', 'namespace', namespace, level]);
    // On the server, because the definitions are too large for the annotation that kubectl would add.
    await kubectl(['apply', '--server-side', ...files]);
    await kubectl(['wait', '--for=condition=Established', '--timeout=60s', ...files]);
  });
  afterAll(async () => {
    await kubectl(['delete', 'namespace', namespace, sandboxes]);
    await kubectl(['delete', ...files]);
  });

  test.each(valueSets)('accepts all objects of the values %s, without a warning', async (set) => {
    const text = await renderedText(set);
    expect(await dryRun(text)).toHaveLength(manifestsIn(text).length);
  });

  test.each([
    ['a field that does not exist', 'allowPrivilegeEscalation', 'allowPrivilegeEscalations', /unknown field/],
    ['a port that cannot be a name', 'targetPort: http', 'targetPort: "HTTP/1"', /targetPort: Invalid value/],
    [
      'a budget with two limits',
      'maxUnavailable: 1\n',
      'maxUnavailable: 1\n  minAvailable: 1\n',
      /minAvailable and maxUnavailable cannot be both set/,
    ],
  ])('refuses %s', async (_what, text, spoiled, message) => {
    const whole = await renderedText('minimal');
    expect(whole).toContain(text);
    await expect(dryRun(whole.replace(text, spoiled))).rejects.toThrow(message);
  });

  test('warns of a pod that the strictest level of Pod Security forbids', async () => {
    const whole = await renderedText('minimal');
    const spoiled = whole.replace('allowPrivilegeEscalation: false', 'allowPrivilegeEscalation: true');
    expect((await dryRun(spoiled)).join('\n')).toContain('would violate PodSecurity "restricted:latest"');
  });
});
