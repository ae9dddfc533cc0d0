import { cpus, loadavg, networkInterfaces, release, totalmem } from 'node:os';
import { truncate } from '@dfm/contracts/truncate';

/**
 * The part of vitest's JSON report that the tables use; `meta` is recorded by cases.ts and terminal-cases.ts
 * in sandbox-runner/test/hostile.
 */
export interface HostileReport {
  testResults: {
    assertionResults: {
      title: string;
      status: string;
      meta: { hostile?: Figures; hostileTerminal?: TerminalFigures };
    }[];
  }[];
}

interface TerminalFigures {
  number: string;
  name: string;
  holds: string;
  figures: string;
  endSeconds: number;
  grownMb: number;
}

interface Figures {
  number: string;
  name: string;
  outcome: string;
  seconds: number;
  canaryRatio: number;
  canaryBuilds: number;
  submissions: number;
  slowestSubmissionMs: number;
  loopHeldMs: number;
  rssGrowthMb: number;
  engine?: string | undefined;
}

/** The page docs/results/hostile.md. @param machine description of the machine */
export function hostileTable({ testResults }: HostileReport, machine: string): string {
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const engine =
    tests.find(({ meta }) => meta.hostile?.engine !== undefined)?.meta.hostile?.engine ?? 'unknown';
  const submissions = tests.filter(({ meta }) => meta.hostileTerminal === undefined);
  const terminals = tests.flatMap(({ status, meta: { hostileTerminal } }) =>
    hostileTerminal === undefined ? [] : [{ status, ...hostileTerminal }],
  );
  const rows = submissions.map(({ title, status, meta: { hostile } }) => {
    const held = status === 'passed' ? '' : '**failed** ';
    if (hostile === undefined)
      return { number: Number.POSITIVE_INFINITY, text: `| | ${cell(title)} | ${held}| | | | | |` };
    const ratio = hostile.canaryRatio.toFixed(1);
    return {
      number: Number(hostile.number),
      text: `| ${hostile.number} | ${cell(hostile.name)} | ${held}${cell(hostile.outcome)} | ${hostile.seconds.toFixed(1)} | ${hostile.canaryRatio > 2 ? `**${ratio}**` : ratio} | ${hostile.submissions}, ${(hostile.slowestSubmissionMs / 1000).toFixed(1)} | ${hostile.loopHeldMs.toFixed(0)} | ${hostile.rssGrowthMb.toFixed(0)} |`,
    };
  });
  return `# Hostile submissions

Made by \`npm run test:hostile\` on
${machine}, engine ${engine} in the sandboxes
(1,024 MiB of memory, 500 processes, 4,096 MiB of disk each). ${tests.length} attacks, ${tests.filter(({ status }) => status === 'passed').length} ended as expected.

Each attack is a submission that is executed like any other, in a real sandbox. At the same time, a second
learner, the canary, builds something small and cached in their own sandbox, and a third learner submits
repeatedly and fetches the largest wheel of the shelf each time. A test passes if all of the following hold:
the run ends with the outcome shown, without a platform fault unless that is the outcome; the sandbox has been
removed, or was kept without any containers, networks, images or processes of the run; all builds of the
canary succeed, every submission of the third learner is graded, and the node stays healthy all the time;
containers, volumes, networks, mounts, loop devices and files on the host are the same as before; nothing
blocked the runner's event loop for a second of processor time; the runner grew by less than 200 MB; and its
reports can be stored and sent. *Canary* is the median time of its builds during the attack, divided by that
before and after it (**bold** above 2). *Submitted* is the number of submissions graded in the meantime and
the seconds of the slowest, *ms* the longest time that the event loop was blocked, *MB* the maximum growth of
the runner.

| case | what was tried | outcome as shown to the learner | seconds | canary | submitted | ms | MB |
|---:|---|---|---:|---:|---:|---:|---:|
${rows
  .toSorted((a, b) => a.number - b.number)
  .map(({ text }) => text)
  .join('\n')}
${terminalTable(terminals)}`;
}

/** The part of the page about attacks at a prompt; empty if there were none. */
function terminalTable(rows: readonly (TerminalFigures & { status: string })[]): string {
  if (rows.length === 0) return '';
  return `
## At a prompt

Each of these attacks is typed in a shell of a terminal, in a sandbox with one processor. A test passes if *what
held* is true, and also: the session ends without a platform fault; no process of the sandbox, container,
volume, network, mount, loop device or file is left on the host; neither the process that keeps the screens
nor the host's engine grew by 60 MB; and the runner, which shares its process with the test's own site and
pages, did not grow by 200 MB. *Ended* is the time from the end of the session until its sandbox was
destroyed, in seconds, *MB* the maximum growth.

| case | what was tried | what held | measured | ended | MB |
|---:|---|---|---|---:|---:|
${rows
  .toSorted((a, b) => Number(a.number) - Number(b.number))
  .map(
    ({ number, name, holds, figures, endSeconds, grownMb, status }) =>
      `| ${number} | ${cell(name)} | ${status === 'passed' ? '' : '**failed** '}${cell(holds)} | ${cell(figures)} | ${endSeconds.toFixed(1)} | ${grownMb.toFixed(0)} |`,
  )
  .join('\n')}
`;
}

/** Some of this text is chosen by an attacker, and the addresses of this machine must not be published. */
function cell(text: string): string {
  const addresses = Object.values(networkInterfaces())
    .flatMap((found) => found ?? [])
    .filter(({ internal }) => !internal)
    .map(({ address }) => address);
  const line = addresses
    .reduce((rest, address) => rest.replaceAll(address, '(the host)'), text)
    .replace(/(https?):\/\/[\w.:-]+/gi, '$1://(an address)')
    .replace(/\s+/g, ' ')
    .replace(/[\p{Cc}\p{Cf}`]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('|', '\\|');
  return truncate(line, 240);
}

export function machineInWords(): string {
  const processors = cpus();
  return `${processors.length} cores (${processors[0]?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / 1024 ** 3)} GiB of memory, Linux ${release()}, load ${loadavg()[0]?.toFixed(1)} at the start`;
}
