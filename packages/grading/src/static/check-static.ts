import type { Finding } from '@dfm/contracts';
import type { Check, StaticInput } from '../check.ts';
import type { Dockerfile } from '../dockerfile/model.ts';
import { checks } from '../check-registry.ts';

/**
 * What the static side of every check says, in file order, without what a comment silences.
 * `# dfm ignore=<id>[,<id>] reason` silences the findings of the line below it, or of the whole instruction below it.
 */
export function checkStatic(input: StaticInput): Finding[] {
  const findings = checks.flatMap((check) => findingsOf(check, input));
  const silenced = ignores(input.dockerfile);
  return findings
    .filter((finding) => finding.path !== 'Dockerfile' || !silenced.get(finding.line)?.has(finding.id))
    .sort((a, b) => a.line - b.line || a.column - b.column || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

/** One check's findings, ignore comments not regarded: a comment in a submission earns no points. */
export function findingsOf(check: Check, input: StaticInput): Finding[] {
  const { id, severity, also } = check.meta;
  return (check.findings?.(input) ?? []).map((finding) => ({ severity, ...finding, id, also }));
}

const ignorePattern = /^dfm\s+ignore=([\w,-]+)/u;

/** Line → ids silenced there. */
function ignores(dockerfile: Dockerfile): Map<number, Set<string>> {
  const silenced = new Map<number, Set<string>>();
  const add = (line: number, ids: string[]) => {
    const set = silenced.get(line) ?? new Set<string>();
    for (const id of ids) set.add(id);
    silenced.set(line, set);
  };
  const byLine = new Map<number, string[]>();
  for (const [line, text] of dockerfile.comments) {
    const ids = ignorePattern.exec(text)?.[1]?.split(',');
    if (ids === undefined) continue;
    byLine.set(line, ids);
    add(line + 1, ids);
  }
  if (byLine.size === 0) return silenced;
  for (const instruction of dockerfile.instructions) {
    const ids = byLine.get(instruction.startLine - 1);
    if (ids !== undefined) for (let line = instruction.startLine; line <= instruction.endLine; line += 1) add(line, ids);
  }
  return silenced;
}
