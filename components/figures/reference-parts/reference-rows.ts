import {
  fullReference,
  readReference,
  type ReferenceParts,
  type ReferenceProblem,
} from '@dfm/dockerfile/syntax/image-reference';

export interface ReferenceRow {
  part: 'Registry' | 'Repository' | 'Tag' | 'Digest';
  /** Its value; undefined if there is none. */
  value: string | undefined;
  /** Whether it is written, filled in by Docker, or absent. */
  origin: 'written' | 'filled in' | 'none';
  /** What it is for, or what happens if it is left out. */
  meaning: string;
}

/** How a text is read: its parts and its full name, or why it is not a name. */
type ReferenceReading = { ok: true; rows: ReferenceRow[]; full: string } | { ok: false; why: string };

const refusals: Record<ReferenceProblem, string> = {
  registry:
    'The part before the first slash would be the registry, but it is not a host name with an optional port number.',
  repository:
    'Repository names consist of lower-case letters and digits, joined by single dots, one or two underscores, or hyphens, with a slash between parts.',
  tag: 'A tag is up to 128 letters, digits, underscores, dots and hyphens, and does not begin with a dot or a hyphen.',
  digest: 'A digest has to be complete: sha256, a colon, and 64 hexadecimal digits in lower case.',
  id: 'These 64 digits alone are an image ID, which only the engine on one machine knows. They are not a name.',
  length: 'The name is too long.',
};

/** Parses a text as `docker pull` and `FROM` do. */
export function readingOf(text: string): ReferenceReading {
  if (text === '') return { ok: false, why: 'Type an image name.' };
  const parts = readReference(text);
  if (typeof parts === 'string') return { ok: false, why: refusals[parts] };
  const full = fullReference(parts);
  return { ok: true, rows: referenceRows(parts, full), full: fullText(full) };
}

function referenceRows(parts: ReferenceParts, full: ReferenceParts & { registry: string }): ReferenceRow[] {
  const hasDigest = parts.digest !== undefined;
  return [
    {
      part: 'Registry',
      value: full.registry,
      origin: parts.registry === undefined ? 'filled in' : 'written',
      meaning: 'Where to look. The default is Docker Hub, docker.io.',
    },
    {
      part: 'Repository',
      value: full.repository,
      origin: parts.repository === full.repository ? 'written' : 'filled in',
      meaning:
        parts.repository === full.repository
          ? 'Which images to look for there.'
          : 'On Docker Hub, a name without an owner belongs to library, the official images.',
    },
    {
      part: 'Tag',
      value: full.tag,
      origin: parts.tag !== undefined ? 'written' : hasDigest ? 'none' : 'filled in',
      meaning: hasDigest
        ? parts.tag === undefined
          ? 'Not needed: the digest says which image.'
          : 'Read, but not used: the digest decides. It shows people what was meant.'
        : 'Which of these images, by a label that its owner can move.' +
          (parts.tag === undefined ? ' The default is latest, a word like any other.' : ''),
    },
    {
      part: 'Digest',
      value: full.digest,
      origin: hasDigest ? 'written' : 'none',
      meaning: hasDigest
        ? 'Which of these images, by its content. It cannot be moved.'
        : 'None: you pull whatever the tag points to at that moment.',
    },
  ];
}

function fullText({ registry, repository, tag, digest }: ReferenceParts): string {
  return `${registry}/${repository}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}
