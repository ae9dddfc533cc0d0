import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { parseAllDocuments } from 'yaml';

export const chartFolder = resolve(import.meta.dirname, '../../deploy/chart');

/** Sets of values with which the chart is tried. */
export const valueSets = ['minimal', 'university', 'runners'] as const;
export const valuesFile = (set: string): string => join(chartFolder, 'ci', `${set}.yaml`);

/** A Kubernetes object, as far as the tests read it. */
export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
  rules?: readonly object[];
  // oxlint-disable-next-line typescript/no-explicit-any -- its form depends on the kind, and the API server checks it
  spec: any;
}

/** Runs Helm: the program that HELM names, or the one on PATH. @throws with what it printed */
export async function helm(...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.env.HELM ?? 'helm', args, { maxBuffer: 16 << 20 });
  return stdout;
}

/** The text of everything that the chart makes of values, hooks included. */
export function renderedText(set: string, ...args: readonly string[]): Promise<string> {
  return helm(
    'template',
    'course',
    chartFolder,
    '--namespace',
    'learning',
    '--values',
    valuesFile(set),
    ...args,
  );
}

/** The objects in what `renderedText` returns. */
export function manifestsIn(text: string): Manifest[] {
  return parseAllDocuments(text)
    .map((document) => document.toJS() as Manifest | null)
    .filter((found) => found !== null);
}

/** Everything that the chart makes of values, hooks included. */
export async function rendered(set: string, ...args: readonly string[]): Promise<Manifest[]> {
  return manifestsIn(await renderedText(set, ...args));
}
