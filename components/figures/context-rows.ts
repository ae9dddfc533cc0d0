import { parseDockerignore, type Dockerignore } from '@dfm/dockerfile/context/dockerignore';
import { isAlwaysSent } from '@dfm/dockerfile/context/sent-files';

/** A file in a project's folder, with its path relative to the folder. */
export interface FolderFile {
  path: string;
  bytes: number;
}

/** Why a file is sent to the builder, or is not. */
type Decision =
  | { kind: 'sent' }
  /** A rule left it out, and a later line with `!` brought it back. */
  | { kind: 'brought-back'; line: number }
  /** Sent whatever the rules say, because the builder reads it. */
  | { kind: 'always-sent' }
  | { kind: 'left-out'; line: number };

/** One entry of the context's root: a file, or a folder with all files below it. */
export interface ContextRow {
  key: string;
  /** The path of a folder ends in a slash. */
  path: string;
  bytes: number;
  sentBytes: number;
  files: number;
  sentFiles: number;
  /** Undefined for a folder whose files have different decisions. */
  decision: Decision | undefined;
  /** The files of a folder, largest first; empty for a file. */
  below: ContextRow[];
}

export interface ContextView {
  /** Largest first, whatever the rules, so that no row moves while they are edited. */
  rows: ContextRow[];
  bytes: number;
  sentBytes: number;
  files: number;
  sentFiles: number;
  /** The first line that the builder refuses to read. */
  unreadable: { line: number; text: string } | undefined;
}

/** What a Dockerfile with `COPY . .` sends of a folder, with the rules of a `.dockerignore`. */
export function contextView(files: readonly FolderFile[], rules: string): ContextView {
  const ignore = parseDockerignore(rules);
  const entries = [...new Set(files.map(({ path }) => entryOf(path)))];
  const rows = entries.map((entry) =>
    entryRow(
      entry,
      files.filter(({ path }) => entryOf(path) === entry),
      ignore,
    ),
  );
  return { rows: bySize(rows), ...sums(rows), unreadable: ignore.unreadable };
}

/** A row for each file, for the table. */
export function fileRows({ rows }: ContextView): ContextRow[] {
  return rows.flatMap((row) => (row.below.length > 0 ? row.below : [row]));
}

/** A decision as text. */
export function decisionText(decision: Decision | undefined): string {
  switch (decision?.kind) {
    case 'sent':
      return 'sent';
    case 'always-sent':
      return 'always sent';
    case 'brought-back':
      return `sent, line ${decision.line}`;
    case 'left-out':
      return `left out, line ${decision.line}`;
    case undefined:
      return 'partly sent';
  }
}

function entryOf(path: string): string {
  const slash = path.indexOf('/');
  return slash < 0 ? path : path.slice(0, slash + 1);
}

function entryRow(entry: string, files: FolderFile[], ignore: Dockerignore): ContextRow {
  const rows = bySize(files.map((file) => fileRow(file, ignore)));
  if (!entry.endsWith('/')) return rows[0]!;
  const decisionTexts = new Set(rows.map(({ decision }) => decisionText(decision)));
  return {
    key: entry,
    path: entry,
    ...sums(rows),
    decision: decisionTexts.size === 1 ? rows[0]?.decision : undefined,
    below: rows,
  };
}

function fileRow({ path, bytes }: FolderFile, ignore: Dockerignore): ContextRow {
  const decision = decide(path, ignore);
  const sent = decision.kind !== 'left-out';
  return {
    key: path,
    path,
    bytes,
    sentBytes: sent ? bytes : 0,
    files: 1,
    sentFiles: sent ? 1 : 0,
    decision,
    below: [],
  };
}

function decide(path: string, ignore: Dockerignore): Decision {
  if (isAlwaysSent(path, '.dockerignore')) return { kind: 'always-sent' };
  const rule = ignore.decidedBy(path);
  if (rule === undefined) return { kind: 'sent' };
  return { kind: rule.exception ? 'brought-back' : 'left-out', line: rule.line };
}

function sums(rows: ContextRow[]) {
  const sum = (of: (row: ContextRow) => number) => rows.reduce((total, row) => total + of(row), 0);
  return {
    bytes: sum((row) => row.bytes),
    sentBytes: sum((row) => row.sentBytes),
    files: sum((row) => row.files),
    sentFiles: sum((row) => row.sentFiles),
  };
}

function bySize(rows: ContextRow[]): ContextRow[] {
  return rows.toSorted((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : 1));
}
