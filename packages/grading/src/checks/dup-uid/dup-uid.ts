import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { baseName, shellCommands } from '@dfm/dockerfile/shell/shell-commands';
import type { ShellCommand } from '@dfm/dockerfile/shell/shell-commands';
import { writtenText } from '@dfm/dockerfile/shell/written-text';
import { rangeOfSpan } from '@dfm/dockerfile/syntax/source-range';
import { finalStage, walkChain } from '@dfm/dockerfile/syntax/stages';
import type { Check, StaticFinding } from '../../check/check.ts';

export const dupUid: Check = {
  meta: {
    id: 'dup-uid',
    title: 'Two names for one user id',
    axis: 'security',
    topic: 'security',
    severity: 'warning',
    defaultPoints: 3,
    needs: ['static'],
    also: ['DKL-LI-0002'],
    detects:
      'useradd, usermod, groupadd and groupmod with --non-unique, and lines written to /etc/passwd or /etc/group with the id of root or of another line in the Dockerfile.',
    why: 'The kernel only uses ids: two names with one id are the same user, and each has all permissions of the other. A second name for id 0 is a second root, which a search for "root" does not find.',
    fix: 'Give each user a separate id. If a service needs a different name, use a group or a comment.',
    bad: 'RUN useradd --non-unique --uid 0 operator',
    good: 'RUN useradd --uid 10001 operator',
  },
  findings,
};

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  const found: StaticFinding[] = [];
  /** Owner of each id, by file and id. */
  const owners = new Map<string, string>([
    ['passwd 0', 'root'],
    ['group 0', 'root'],
  ]);
  walkChain(dockerfile, finalStage(dockerfile), (instruction, { shell }) => {
    for (const command of shellCommands(instruction, shell)) {
      const message = sharedByOption(command) ?? sharedByLine(command, owners);
      if (message !== undefined) found.push({ ...rangeOfSpan(command.span), message });
    }
  });
  return found;
}

function sharedByOption({ words }: ShellCommand): string | undefined {
  const name = baseName(words[0]!);
  if (!/^(?:useradd|usermod|groupadd|groupmod)$/u.test(name)) return undefined;
  const shares = words.some((word) => word === '--non-unique' || /^-[lmMNrUf]*o[a-zA-Z]*$/u.test(word));
  return shares
    ? `This option of ${name} allows an id that another name already has, so both would be the same user or group for the kernel. Use a separate id.`
    : undefined;
}

/** A line `name:x:id:…` that a command appends to the file of users or groups. */
function sharedByLine(command: ShellCommand, owners: Map<string, string>): string | undefined {
  const text = writtenText(command);
  if (text === undefined) return undefined;
  const file = filesWritten(command)
    .map((path) => /^\/etc\/(passwd|group)$/u.exec(path)?.[1])
    .find((kind) => kind !== undefined);
  if (file === undefined) return undefined;
  for (const line of text.slice(0, 4000).split(/\\n|\n|\s/u)) {
    const [name, , id] = line.split(':', 4);
    if (name === undefined || name === '' || id === undefined || !/^\d{1,10}$/u.test(id)) continue;
    const key = `${file} ${id}`;
    const owner = owners.get(key);
    if (owner !== undefined && owner !== name)
      return `${name.slice(0, 40)} gets the id ${id}, which ${owner.slice(0, 40)} already has, so both are the same for the kernel. Use a separate id.`;
    owners.set(key, name);
  }
  return undefined;
}

function filesWritten({ outputs = [], pipeline }: ShellCommand): string[] {
  const tee = pipeline?.find(({ words }) => baseName(words[0]!) === 'tee');
  return [...outputs, ...(tee?.words.slice(1) ?? [])];
}
