/** Marks text that the author has to write. A test reports every mark that is left, by file and line. */
const write = 'WRITE:';

/** Lower-case words joined by hyphens, such as `pip-pin`. */
export const checkId = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** `pipPin` of `pip-pin`. */
function identifierOf(id: string): string {
  return id.replace(/-([a-z0-9])/g, (_, first: string) => first.toUpperCase());
}

/** Files of a new check by their path below `packages/grading/src/checks/`. */
export function checkSkeleton(id: string): Record<string, string> {
  const name = identifierOf(id);
  return {
    [`${id}/${id}.ts`]: `import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { rangeOf } from '@dfm/dockerfile/syntax/source-range';
import type { Check, StaticFinding } from '../../check/check.ts';

export const ${name}: Check = {
  meta: {
    id: '${id}',
    title: '${write} what is wrong, in a few words',
    axis: 'build',
    topic: 'build',
    severity: 'warning',
    defaultPoints: 5,
    needs: ['static'],
    also: [],
    detects: '${write} what it reports, precisely.',
    why: '${write} what it costs to leave it like that.',
    fix: '${write} what to do instead.',
    bad: 'FROM debian:12\\nMAINTAINER ada',
    good: 'FROM debian:12',
  },
  findings,
};

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  return dockerfile.instructions
    .filter(({ keyword }) => keyword === 'MAINTAINER')
    .map((instruction) => ({
      ...rangeOf(instruction),
      message: '${write} what is wrong on this line, and what to do.',
    }));
}
`,
    [`${id}/cases.ts`]: `import type { FindingCase } from '../../check/finding-case.ts';

export const cases: FindingCase[] = [
  { name: '${write} what it reports', dockerfile: 'FROM debian:12\\nMAINTAINER ada', lines: [2] },
  { name: '${write} near miss: what it must not report', dockerfile: 'FROM debian:12', lines: [] },
];
`,
  };
}

/**
 * The registry with one check more, in alphabetical order.
 *
 * @param registry text of `checks/registry.ts`
 * @throws Error if it does not have the form that this expects
 */
export function registered(registry: string, id: string): string {
  const name = identifierOf(id);
  const imports = /^import \{ (\w+) \} from '\.\/([\w-]+)\/[\w-]+\.ts';\n/gm;
  const idOf = new Map([...registry.matchAll(imports)].map(([, imported, path]) => [imported, path]));
  const withImport = insertSorted(
    registry,
    imports,
    ([, , existing]) => existing,
    id,
    `import { ${name} } from './${id}/${id}.ts';\n`,
  );
  const entries = /^ {2}(\w+)(?:\(.*\))?,\n/gm;
  return insertSorted(withImport, entries, ([, existing]) => idOf.get(existing), id, `  ${name},\n`);
}

/** Inserts a line among those that a pattern matches, before the first whose ID is greater. */
function insertSorted(
  text: string,
  lines: RegExp,
  idOf: (found: RegExpExecArray) => string | undefined,
  id: string,
  line: string,
): string {
  const found = [...text.matchAll(lines)];
  const last = found.at(-1);
  if (last === undefined) throw new Error('the registry of checks has an unexpected form');
  const next = found.find((existing) => (idOf(existing) ?? '') > id);
  const at = next?.index ?? last.index + last[0].length;
  return `${text.slice(0, at)}${line}${text.slice(at)}`;
}
