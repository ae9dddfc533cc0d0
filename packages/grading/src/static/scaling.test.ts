import { parseDockerfile } from '@dfm/dockerfile/syntax/parse';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readStatic } from '../read-text.ts';

/** The longest Dockerfile that a runner accepts. */
const maxLength = 64 * 1024;
/** A RUN is read up to about this length. */
const maxScript = 31_000;

/** A unit of text, or a function of its number, repeated as often as it fits. */
type Unit = string | ((n: number) => string);
function filled(unit: Unit, characters: number): string {
  const parts: string[] = [];
  for (let n = 0, left = characters; left > 0; n += 1) {
    const part = typeof unit === 'string' ? unit : unit(n);
    parts.push(part);
    left -= part.length;
  }
  return parts.join('').slice(0, characters);
}

const from = 'FROM python:3.11\n';
const lines = (unit: Unit): string => from + filled(unit, maxLength - from.length);
const halves = (first: Unit, second: Unit): string =>
  `${from}${filled(first, maxLength / 2)}\n${filled(second, maxLength / 2 - 100)}`;
const script = (unit: Unit, end = ''): string => `${from}RUN ${filled(unit, maxScript)}${end}\n`;

/** Each of these took too long for its length at some time, or could. */
const hostile: Record<string, string> = {
  'a deep directory, entered again and again': `${from}WORKDIR /${'a/'.repeat(16_000)}\n${'WORKDIR .\n'.repeat(3_100)}`,
  'a directory that grows': lines('WORKDIR a\n'),
  'a long directory from a variable': `${from}ENV A=/${'a/'.repeat(2_000)}\n${filled('WORKDIR $A\n', 60_000)}`,
  'up and down': `${from}WORKDIR /${'a/'.repeat(10_000)}${'../'.repeat(10_000)}\n${filled('WORKDIR ./\n', 12_000)}`,
  'copies below a deep directory': `${from}WORKDIR /${'a/'.repeat(1_900)}\n${filled('COPY a b\n', 60_000)}`,
  'a value that doubles': `${from}ENV A=aaaaaaaaaa\n${filled('ENV A=$A$A\n', 60_000)}`,
  'one ENV that names itself': `${from}ENV ${filled('A=$A ', 60_000)}\n`,
  'operands in operands': lines(`ENV A=${'${B:-'.repeat(19)}${'}'.repeat(19)}\n`),
  'patterns on a long value': `${from}ENV A=${'ab'.repeat(120)}\n${filled('ENV B=${A##*a*b*a*b*a*b*a*b*a}\n', 60_000)}`,
  'stages on a stage with many variables': `FROM a AS s\n${filled((n) => `ENV A${n}=b\n`, 32_000)}\n${filled('FROM s\nENV B=1\nRUN a\n', 32_000)}`,
  'a chain of stages, a variable each': `FROM a AS a0\n${filled((n) => `FROM a${n} AS a${n + 1}\nENV a${n}=1\n`, 65_000)}`,
  'global ARGs that every FROM may name': `${filled((n) => `ARG A${n}=b\n`, 32_000)}\n${filled((n) => `FROM $A${n}\n`, 32_000)}`,
  'names that are nearly others': halves(
    (n) => `ENV abcdefgh${n}=1\n`,
    (n) => `COPY $abcdefgg${n} /x\n`,
  ),
  'stages alone': filled('FROM a\n', maxLength),
  'copies from stage to stage': `FROM a AS a0\nRUN x\n${filled((n) => `FROM b AS a${n + 1}\nCOPY --from=a${n} /a /b\n`, 65_000)}`,
  'copies of everything, installs below': `${from}COPY . .\n${filled((n) => `RUN pip install a${n}\n`, 65_000)}`,
  'copies of everything': lines('COPY . .\n'),
  'globs in one COPY': `${from}COPY ${filled('*a* ', 60_000)} b/\n`,
  'one glob': `${from}COPY ${filled('*a', 60_000)} b/\n`,
  heredocs: lines('RUN <<E\na\nE\n'),
  'heredocs of one RUN': `${from}RUN ${filled('<<E ', 30_000)}\n${filled('E\n', 30_000)}`,
  'unterminated heredocs': `${from}RUN ${filled((n) => `<<E${n} `, 30_000)}\n${filled('x\n', 30_000)}`,
  'a heredoc operator without a name': `${from}RUN cat <<${filled(' ', 60_000)}\n`,
  'continuations of nothing': `${from}RUN a ${filled('\\\n', 60_000)}`,
  'continued installs': `${from}RUN a ${filled('&& pip install x \\\n', 60_000)}\n`,
  'comments in an instruction': `${from}RUN a \\\n${filled('# x\n', 60_000)}\n&& c\n`,
  'installs on one line, a fix for each':
    script('apt-get install a;') + script('pip install a;').slice(from.length),
  pipes: script('|b', 'c'),
  'downloads into shells': script('curl x|sh;'),
  'substitutions in substitutions': `${from}RUN ${'$('.repeat(7_500)}${')'.repeat(7_500)}\n`,
  'groups in groups': `${from}RUN ${'('.repeat(15_000)}a${')'.repeat(15_000)}\n`,
  'conditions in conditions': `${from}RUN ${filled('if a;then ', 15_000)}b${filled(';fi', 4_500)}\n`,
  'open quotes and substitutions': script('"$('),
  'redirections of nested groups': `${from}RUN ${filled('{ a;', 8_000)}${filled('}>b;', 8_000)}\n`,
  'shells in shells': script("sh -c 'a';"),
  'wrappers of wrappers': script('sudo '),
  'calls in Python': `${from}RUN python -c "${filled('torch.load(', maxScript)}"\n`,
  'secrets in files': halves('ENV SECRET_KEY=x\n', 'RUN echo $SECRET_KEY>a\n'),
  'mounted secrets': lines('RUN --mount=type=secret,id=a cat /run/secrets/a>b\n'),
  'removals of what was fetched': lines((n) =>
    n % 2 === 1 ? `RUN rm -rf /a${n}\n` : `RUN curl -o /a${n + 1} http://x\n`,
  ),
  'owners of what was copied': lines((n) =>
    n % 2 === 1 ? `RUN chown -R 1 /a${n}\n` : `COPY a /a${n + 1}\n`,
  ),
  'comments that ignore': lines('# dfm ignore=pip-pin x\nRUN pip install x\n'),
  'a comment that ignores much': `${from}# dfm ignore=${filled('pip-pin,', 60_000)} x\nRUN a\n`,
  'lines that are no instruction': filled('X\n', maxLength),
  spaces: `#${filled(' ', 20_000)}x\n${from}RUN${filled(' ', 20_000)}x\nRUN a${filled('\t', 20_000)}\n`,
  escapes: `${from}RUN a${filled('\\', 60_000)}\n`,
  'requirements files': lines((n) => `RUN pip install -r r${n}.txt\n`),
  'quotes that stay open': lines('ENV A="\n'),
};

const ordinary = lines(
  'RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\nCOPY app.py /srv/\n',
);
const files = ['Dockerfile', 'requirements.txt', ...Array.from({ length: 50 }, (_, n) => `src/a${n}.py`)].map(
  (path) => ({ path, bytes: 8, text: 'import x' }),
);

/** Processor time of this process, so that other programs have little effect. */
function cost(text: string): number {
  const before = process.cpuUsage().user;
  const { findings } = readStatic({
    dockerfile: parseDockerfile(text),
    context: { files, totalBytesBefore: 1_000, dockerignore: undefined },
  });
  const fixes = new Map<string, number>();
  for (const { id, fix } of findings) fixes.set(id, (fixes.get(id) ?? 0) + (fix?.text.length ?? 0));
  // A copy of a long line for each finding on it would turn kilobytes into megabytes.
  expect(Math.max(0, ...fixes.values())).toBeLessThanOrEqual(1_000_000);
  return process.cpuUsage().user - before;
}

cost(ordinary);
const ofOrdinary = Math.max(cost(ordinary), cost(ordinary));
/**
 * Files that took minutes took 500 times as long as an ordinary file; linear ones take up to 10 times as
 * long.
 */
const maxTimes = 40;

test.each(Object.entries(hostile))(
  'takes about as long as an ordinary file of the same length: %s',
  (_name, text) => {
    expect(text.length).toBeLessThanOrEqual(maxLength + 100);
    expect(cost(text) / ofOrdinary).toBeLessThan(maxTimes);
  },
);

test('combinations do too', () => {
  const starts = fc.constantFrom(...Object.values(hostile));
  fc.assert(
    fc.property(starts, starts, fc.nat(maxLength), (first, second, at) => {
      const text = `${first.slice(0, at)}\n${second.slice(0, maxLength - at)}`;
      expect(cost(text) / ofOrdinary).toBeLessThan(maxTimes);
    }),
    { numRuns: 15 },
  );
});
