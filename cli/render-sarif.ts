import { isAbsolute, normalize } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Severity } from '@dfm/contracts';
import { checks, counterpartsByTool, type CheckMeta } from '@dfm/grading';
import { locate, type CheckedFile } from './checked-file.ts';
import { jsonDocument } from './output.ts';

const levels = { error: 'error', warning: 'warning', info: 'note' } as const satisfies Record<
  Severity,
  string
>;

/**
 * Findings as a SARIF 2.1.0 log for code scanning services. A finding that a comment ignores is a result with
 * a suppression that contains the comment's reason. Rules of other tools that report the same problem are the
 * `taxa` of a finding, with a taxonomy per tool (sections 3.27.8 and 3.14.8 of the specification, which
 * advises against tags for this).
 */
export function renderSarif(files: readonly CheckedFile[]): string {
  const named = new Set(
    files.flatMap(({ report }) => [...report.findings, ...report.ignored].map(({ id }) => id)),
  );
  const metas = checks.map(({ meta }) => meta).filter(({ id }) => named.has(id));
  const indexOf = new Map(metas.map(({ id }, index) => [id, index]));
  const rule = (id: string) => ({ ruleId: id, ruleIndex: indexOf.get(id) });
  const others = new Set(files.flatMap(({ report }) => report.findings.flatMap(({ also }) => also)));
  const taxonomies = counterpartsByTool([...others]).filter(({ tool }) => tool !== 'others');
  const taxa = new Map(
    taxonomies.flatMap(({ tool, ids }, component) =>
      ids.map((id, index) => [id, { id, index, toolComponent: { name: tool, index: component } }] as const),
    ),
  );
  const results = files.flatMap((file) => [
    ...file.report.findings.map(
      ({ id, path, severity, message, line, endLine, column, endColumn, also }) => ({
        ...rule(id),
        level: levels[severity],
        message: { text: message },
        taxa: also.flatMap((other) => taxa.get(other) ?? []),
        locations: [place(locate(file, path), { startLine: line, endLine, startColumn: column, endColumn })],
      }),
    ),
    ...file.report.ignored.map(({ id, line, reason }) => ({
      ...rule(id),
      message: { text: metas[indexOf.get(id)!]!.title },
      locations: [place(file.file, { startLine: line })],
      suppressions: [{ kind: 'inSource', justification: reason }],
    })),
  ]);
  const driver = {
    name: 'dfm',
    rules: metas.map(ruleOf),
    supportedTaxonomies: taxonomies.map(({ tool }, index) => ({ name: tool, index })),
  };
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      { tool: { driver }, taxonomies: taxonomies.map(taxonomyOf), columnKind: 'utf16CodeUnits', results },
    ],
  };
  return jsonDocument(log);
}

function taxonomyOf({ tool, ids }: { tool: string; ids: readonly string[] }) {
  return { name: tool, taxa: ids.map((id) => ({ id })) };
}

function ruleOf({ id, title, detects, why, fix, bad, good, severity, axis }: CheckMeta) {
  const text = `${why}\n\n${fix}`;
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: detects },
    help: {
      text,
      markdown: `${text}\n\nInstead of\n\n~~~dockerfile\n${bad}\n~~~\n\nwrite\n\n~~~dockerfile\n${good}\n~~~`,
    },
    defaultConfiguration: { level: levels[severity] },
    properties: { tags: [axis] },
  };
}

function place(file: string | undefined, region: Record<string, number>) {
  return {
    physicalLocation: { artifactLocation: { uri: file === undefined ? 'stdin' : uriOf(file) }, region },
  };
}

/** Relative paths stay relative: the reader of the log knows the root of the repository. */
function uriOf(file: string): string {
  return isAbsolute(file)
    ? pathToFileURL(file).href
    : normalize(file).split('/').map(encodeURIComponent).join('/');
}
