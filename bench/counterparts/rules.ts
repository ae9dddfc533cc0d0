import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import type { Counterpart } from '../../packages/grading/src/check/finding-case.ts';
import type { Tools } from './install.ts';

const run = promisify(execFile);

/** Every rule about Dockerfiles that each tool has, sorted. */
export async function rulesOf(tools: Tools): Promise<Record<Counterpart, string[]>> {
  const { stdout: checkovList } = await run(
    tools.python,
    ['-m', 'checkov.main', '--list', '--framework', 'dockerfile'],
    { maxBuffer: 1e8 },
  );
  const trivyFiles = (await readdir(tools.documented.trivy)).filter(
    (name) => name.endsWith('.rego') && !name.endsWith('_test.rego'),
  );
  const trivyTexts = await Promise.all(
    trivyFiles.map((name) => readFile(join(tools.documented.trivy, name), 'utf8')),
  );
  return {
    // hadolint has no list of its rules, but the binary contains their names.
    hadolint: matches(await readFile(tools.hadolint, 'latin1'), /DL[1-9]\d{3}/gu),
    buildkit: (await readdir(tools.documented.buildkit))
      .filter((name) => !name.startsWith('_'))
      .map((name) => basename(name, '.md'))
      .toSorted(),
    trivy: matches(trivyTexts.join('\n'), /(?<=^# {3}id: )DS-\d{4}$/gmu),
    checkov: matches(checkovList, /CKV2?_DOCKER_\d+/gu),
    kics: [...(await kicsIds(tools.kics.queries)).values()].toSorted(),
  };
}

function matches(text: string, pattern: RegExp): string[] {
  return [...new Set(text.match(pattern))].toSorted();
}

/**
 * KICS identifies its rules by UUID. We use their titles, which its reports show too and which are readable:
 * `kics:last-user-is-root`.
 */
export async function kicsIds(queries: string): Promise<Map<string, string>> {
  const entry = async (name: string): Promise<[string, string]> => {
    const { id, queryName } = JSON.parse(await readFile(join(queries, name, 'metadata.json'), 'utf8')) as {
      id: string;
      queryName: string;
    };
    return [
      id,
      `kics:${queryName
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/gu, '-')
        .replaceAll(/^-|-$/gu, '')}`,
    ];
  };
  return new Map(await Promise.all((await readdir(queries)).map(entry)));
}
