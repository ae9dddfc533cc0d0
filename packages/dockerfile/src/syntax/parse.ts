import { truncate } from '@dfm/contracts/truncate';
import { isDirectiveName, readDirective } from './directives.ts';
import { readFlags } from './flags.ts';
import { heredocStarts } from './heredoc.ts';
import { factsOf } from './instruction-facts.ts';
import { jsonForm } from './json-form.ts';
import type { Dockerfile, Heredoc, Instruction, TextPiece } from './model.ts';
import { refusalOf } from './refusal.ts';
import { buildStages } from './stages.ts';
import { trimEnd, trimStart } from './white-space.ts';
import { splitWords } from './words.ts';

/** BuildKit ends the keyword only at these characters, so a pasted no-break space becomes part of the keyword. */
const keywordPattern = /^[^\t\v\f\r ]+/u;

/**
 * Reads a Dockerfile line by line as BuildKit's parser does (moby/buildkit
 * frontend/dockerfile/parser/parser.go), in time linear in the text. Never throws: whatever BuildKit would
 * reject is listed in `problems` with its lines.
 */
export function parseDockerfile(text: string): Dockerfile {
  const lines = (text.startsWith('\uFEFF') ? text.slice(1) : text).split('\n').map(withoutReturn);
  const dockerfile: Dockerfile = {
    text,
    lines,
    directives: [],
    escape: '\\',
    instructions: [],
    stages: [],
    globals: new Map(),
    comments: new Map(),
    problems: [],
  };
  let next = readDirectives(lines, dockerfile);
  while (next < lines.length) {
    const line = lines[next]!;
    const trimmed = trimStart(line);
    if (trimmed.startsWith('#')) dockerfile.comments.set(next + 1, trimmed.slice(1).trim());
    if (trimmed === '' || trimmed.startsWith('#')) next += 1;
    else next = readInstruction(lines, next, dockerfile);
  }
  if (dockerfile.instructions.length === 0) {
    dockerfile.problems.push({
      line: 1,
      endLine: 1,
      message: 'The file has no instructions. Start with FROM and a base image.',
    });
  }
  buildStages(dockerfile);
  return dockerfile;
}

function withoutReturn(line: string): string {
  let end = line.length;
  while (end > 0 && line[end - 1] === '\r') end -= 1;
  return line.slice(0, end);
}

/**
 * Directives are at the very top, and the first line that is not a directive ends them. @returns index of
 * that line
 */
function readDirectives(lines: string[], dockerfile: Dockerfile): number {
  let index = 0;
  for (; index < lines.length; index += 1) {
    const directive = readDirective(trimStart(lines[index]!), '#');
    if (directive === undefined || !isDirectiveName(directive.name)) break;
    const line = index + 1;
    if (dockerfile.directives.some((known) => known.name === directive.name)) {
      dockerfile.problems.push({
        line,
        endLine: line,
        message: `Only one "${directive.name}" directive is allowed. Remove this one.`,
      });
      continue;
    }
    dockerfile.directives.push({ name: directive.name, value: directive.value, line });
    if (directive.name !== 'escape') continue;
    if (directive.value === '\\' || directive.value === '`') dockerfile.escape = directive.value;
    else dockerfile.problems.push({ line, endLine: line, message: 'The escape character must be \\ or `.' });
  }
  return index;
}

/** @returns index of the first line after the instruction */
function readInstruction(lines: string[], first: number, dockerfile: Dockerfile): number {
  const parts: string[] = [];
  const pieces: TextPiece[] = [];
  let length = 0;
  let index = first;
  let continues = true;
  while (continues && index < lines.length) {
    const line = lines[index]!;
    const trimmed = trimStart(line);
    if (index > first && (trimmed === '' || trimmed.startsWith('#'))) {
      if (trimmed !== '') dockerfile.comments.set(index + 1, trimmed.slice(1).trim());
      index += 1;
      continue;
    }
    const from = index === first ? line.length - trimmed.length : 0;
    const end = continuationAt(line, dockerfile.escape);
    continues = end >= 0;
    const part = line.slice(from, continues ? end : undefined);
    pieces.push({ offset: length, line: index + 1, column: from + 1 });
    parts.push(part);
    length += part.length;
    index += 1;
  }
  const instruction = readParts(parts.join(''), pieces, first + 1, dockerfile);
  if (instruction === undefined) return index;
  const refusal = refusalOf(instruction, dockerfile.escape);
  if (refusal !== undefined) dockerfile.problems.push({ line: first + 1, endLine: index, message: refusal });
  index = readHeredocs(lines, index, instruction, dockerfile);
  instruction.endLine = index;
  instruction.raw = lines.slice(first, index).join('\n');
  dockerfile.instructions.push(instruction);
  return index;
}

/**
 * Offset of the escape character that continues the line, or -1. An escaped escape character does not
 * continue it.
 */
function continuationAt(line: string, escape: string): number {
  let end = line.length;
  while (end > 0 && (line[end - 1] === ' ' || line[end - 1] === '\t')) end -= 1;
  if (end === 0 || line[end - 1] !== escape) return -1;
  return line[end - 2] === escape ? -1 : end - 1;
}

function readParts(
  joined: string,
  pieces: TextPiece[],
  startLine: number,
  dockerfile: Dockerfile,
): Instruction | undefined {
  // The first line may consist of only the escape character, and the next may begin with white space.
  const start = joined.length - trimStart(joined).length;
  if (start === joined.length) {
    dockerfile.problems.push({
      line: startLine,
      endLine: startLine,
      message: 'This line only continues onto the next, but nothing follows it. Remove it.',
    });
    return undefined;
  }
  const written = keywordPattern.exec(joined.slice(start))![0];
  const keyword = written.toUpperCase();
  const { flags, end: offset } = readFlags(joined, start + written.length, dockerfile.escape);
  const args = trimEnd(joined.slice(offset));
  return {
    keyword,
    startLine,
    endLine: startLine,
    stage: undefined,
    flags,
    args,
    words: splitWords(args, dockerfile.escape).map((word) => word.text),
    json: jsonForm(keyword, args),
    heredocs: [],
    raw: '',
    argsOffset: offset,
    pieces,
  };
}

/** @returns index of the first line after the bodies */
function readHeredocs(
  lines: string[],
  from: number,
  instruction: Instruction,
  dockerfile: Dockerfile,
): number {
  const inner = instruction.keyword === 'ONBUILD' ? instruction.words[0]?.toUpperCase() : instruction.keyword;
  if (inner === undefined || !factsOf(inner).heredocs) return from;
  let index = from;
  for (const start of heredocStarts(instruction.args)) {
    const heredoc: Heredoc = { ...start, startLine: Math.min(index + 1, lines.length), body: '' };
    const first = index;
    while (index < lines.length && terminatorOf(lines[index]!, start.chomp) !== start.delimiter) index += 1;
    heredoc.body = lines
      .slice(first, index)
      .map((line) => `${start.chomp ? line.replace(/^\t+/u, '') : line}\n`)
      .join('');
    instruction.heredocs.push(heredoc);
    if (index < lines.length) {
      index += 1;
      continue;
    }
    dockerfile.problems.push({
      line: instruction.startLine,
      endLine: lines.length,
      message: `The heredoc is not terminated: no line consists of only ${truncate(start.delimiter)}. Add such a line.`,
    });
    break;
  }
  return index;
}

function terminatorOf(line: string, chomp: boolean): string {
  return chomp ? line.replace(/^\t+/u, '') : line;
}
