/** One line of a requirements file that names something to install. */
interface Requirement {
  /** The line on which it begins, 1-based. */
  line: number;
  /** Name, extras and version, without options, markers and comments. */
  text: string;
  /** Length of the line on which it begins. */
  length: number;
  hashed: boolean;
}

export interface RequirementsFile {
  requirements: Requirement[];
  /** Values of -i, --index-url, --extra-index-url, -f and --find-links. */
  indexes: string[];
  /** Paths of the files included with -r, relative to this file. */
  included: string[];
  /** Whether another file pins the versions, with -c. */
  constrained: boolean;
}

/**
 * Reads pip's requirements file format (pip.pypa.io, "Requirements File Format"). Anything that is not a
 * requirement is skipped.
 */
export function readRequirements(text: string): RequirementsFile {
  const file: RequirementsFile = { requirements: [], indexes: [], included: [], constrained: false };
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const first = at;
    const parts: string[] = [];
    for (; ; at += 1) {
      const part = withoutComment(lines[at]!);
      const continues = part.endsWith('\\') && at + 1 < lines.length;
      parts.push(continues ? part.slice(0, -1) : part);
      if (!continues) break;
    }
    const words = parts.join(' ').trim().split(/\s+/u);
    const [word = '', next] = words;
    if (word === '') continue;
    const glued = /^(?:-[rcif]|--[a-z-]+=)(.+)$/u.exec(word)?.[1];
    if (word.startsWith('-c') || word.startsWith('--constraint')) file.constrained = true;
    else if (/^-r|^--requirement/u.test(word)) file.included.push(glued ?? next ?? '');
    else if (/^-[if]|^--(?:(?:extra-)?index-url|find-links)(?:=|$)/u.test(word))
      file.indexes.push(glued ?? next ?? '');
    if (word.startsWith('-')) continue;
    const options = words.findIndex((each) => each.startsWith('--'));
    const [requirement = ''] = (options < 0 ? words : words.slice(0, options)).join(' ').split(';', 1);
    file.requirements.push({
      line: first + 1,
      text: requirement.trim(),
      length: lines[first]!.trimEnd().length,
      hashed: words.some((each) => each.startsWith('--hash')),
    });
  }
  return file;
}

function withoutComment(line: string): string {
  const at = /(?:^|\s)#/u.exec(line)?.index;
  return (at === undefined ? line : line.slice(0, at)).trimEnd();
}
