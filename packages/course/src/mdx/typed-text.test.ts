import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LessonCommand } from '@dfm/contracts';
import { describe, expect, onTestFinished, test } from 'vitest';
import { typedText } from './typed-text.ts';

const file = (path: string, content: string): LessonCommand => ({ kind: 'file', line: 1, path, content });
const rest = { id: 'cmd-1', line: 1, exitCode: 0, expect: [], cheat: undefined };

test.each<[name: string, command: LessonCommand, text: string | undefined]>([
  ['commands, without their last line end', { kind: 'command', ...rest, script: 'a\nb\n' }, 'a\nb'],
  [
    'nothing for what needs a registry or another machine',
    { kind: 'shown', id: 'cmd-1', line: 1, script: 'docker push a\n', cheat: 'Pushes' },
    undefined,
  ],
  ['a file', file('Dockerfile', 'FROM a\n'), "cat > Dockerfile <<'EOF'\nFROM a\nEOF"],
  ['an empty file', file('a', ''), "cat > a <<'EOF'\nEOF"],
  [
    'a file in a folder',
    file('src/app/a.py', 'x\n'),
    "mkdir -p src/app && cat > src/app/a.py <<'EOF'\nx\nEOF",
  ],
])('types %s', (_name, command, text) => expect(typedText(command)).toBe(text));

describe('a shell writes the file', () => {
  test.each([
    ['with what a shell would replace', 'a.py', 'print("$HOME `id` \\n !x", \'y\')\n\n\tz\n'],
    ['with the usual end in it', 'run.sh', "cat <<'EOF'\na\nEOF\nEOF_\n"],
    ['with a name in quotes', "my 'new' $file; x", 'a\n'],
    ['with a name like an option', '-n', 'a\n'],
    ['in a folder with such a name', '-a b/-c', 'a\n'],
  ])('%s', (_name, path, content) => {
    const folder = mkdtempSync(join(tmpdir(), 'typed-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const { stderr } = spawnSync('bash', ['-e'], {
      cwd: folder,
      input: typedText(file(path, content)) + '\n',
    });
    expect(String(stderr)).toBe('');
    expect(readFileSync(join(folder, path), 'utf8')).toBe(content);
  });
});
