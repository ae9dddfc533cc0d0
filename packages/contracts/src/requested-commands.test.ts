import { describe, expect, test } from 'vitest';
import { REQUESTED_LENGTH_MAX, requestedCommands, terminalAddress } from './requested-commands.ts';

describe('what a link asks for', () => {
  test.each([
    ['a command', 'docker ps --all'],
    ['several lines, with a tab', "cat > a <<'EOF'\n\tx\nEOF"],
    ['characters of an address', '# a&b=c?d%20+e/f "g" \\'],
    ['characters outside ASCII', 'echo größe 🐳 e\u0301'],
    ['the longest text', 'x'.repeat(REQUESTED_LENGTH_MAX)],
  ])('is the same: %s', (_name, commands) => {
    const { hash, pathname, search } = new URL(terminalAddress(commands), 'https://a.example');
    expect(requestedCommands(hash)).toBe(commands);
    expect({ pathname, search }, 'nothing is sent to the server').toEqual({
      pathname: '/terminal',
      search: '',
    });
  });

  test.each([
    ['an end that would run it', 'ls%0A', 'ls'],
    ['any number and kind of line ends', 'ls%0D%0A%0D%0A%0D', 'ls'],
    ['line ends before it', '%0A%0D%0Als', 'ls'],
    ['a carriage return between lines', 'a%0D%0Ab%0Dc', 'a\nb\nc'],
    ['the end of a bracketed paste', 'a%1B%5B201~%0Arm', 'a[201~\nrm'],
    ['the end of a bracketed paste in 8 bits', 'a%C2%9B201~b', 'a201~b'],
    ['Ctrl C, Ctrl D, Ctrl O and Ctrl M', 'a%03%04%0F%0Db', 'a\nb'],
    ['NUL, backspace and delete', 'a%00%08%7Fb', 'ab'],
    ['text that is shown in a different order', 'a%E2%80%AEb%E2%81%A6c', 'abc'],
    ['text that is not shown', 'a%E2%80%8B%E2%80%A8%F3%A0%81%81b', 'ab'],
  ])('is cleaned of %s', (_name, text, commands) => {
    expect(requestedCommands(`#type=${text}`)).toBe(commands);
  });

  test.each([
    ['no fragment', ''],
    ['an empty one', '#'],
    ['a place in the page', '#main'],
    ['a different name', '#run=ls'],
    ['a name that only begins so', '#typed=ls'],
    ['no commands', '#type='],
    ['only what is not seen', '#type=%0A%20%1B%E2%80%8B'],
    ['a text that is too long', `#type=${'x'.repeat(REQUESTED_LENGTH_MAX + 1)}`],
    ['half of an encoded character', '#type=ls%E2%80'],
    ['a percent sign without a code', '#type=100%'],
  ])('is nothing: %s', (_name, fragment) => expect(requestedCommands(fragment)).toBeUndefined());
});
