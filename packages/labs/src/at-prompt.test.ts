import { expect, test } from 'vitest';
import { isAtPrompt } from './at-prompt.ts';

test.each<[name: string, output: string]>([
  ['bash in colour', 'a\r\n\u001b[?2004h\u001b[1;34m~/app\u001b[0m$ '],
  ['bash with the title of a window', '\u001b]0;root@web: /\u0007root@web:/# '],
  ['a here-document', '$ cat > a <<END\r\n> '],
  ['Python', 'Type "help" for more.\r\n>>> '],
  ['a block in Python', '>>> for a in b:\r\n... '],
  ['sh in a container', '/ # '],
  ['PostgreSQL', 'postgres=# '],
  ['Redis', '127.0.0.1:6379> '],
  ['a question', 'Are you sure you want to continue? [y/N] '],
  ['a password', 'Password: '],
  ['a colour after the prompt', '$ \u001b[0m'],
])('%s reads', (_name, output) => expect(isAtPrompt(output)).toBe(true));

test.each<[name: string, output: string]>([
  ['nothing', ''],
  ['a line that has ended', '$ \r\n'],
  ['a prompt above other output', '$ \r\nstarting'],
  ['a prompt at which something was typed', '$ docker ps'],
  ['a prompt that was overwritten', '$ \rpulling'],
  ['a progress bar', '3f2a: Downloading [=====>   ]  1.2MB/3MB'],
  ['a price', 'costs 5$'],
])('near miss: %s', (_name, output) => expect(isAtPrompt(output)).toBe(false));
