import { cpus, loadavg, networkInterfaces, release, totalmem } from 'node:os';
import { truncate } from '@dfm/contracts/truncate';

/**
 * The part of vitest's JSON report that the table is made of; `meta` is what
 * sandbox-runner/test/hostile/cases.ts noted.
 */
export interface HostileReport {
  testResults: { assertionResults: { title: string; status: string; meta: { hostile?: Figures } }[] }[];
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

/** The page docs/results/hostile.md. @param machine in words */
export function hostileTable({ testResults }: HostileReport, machine: string): string {
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const engine =
    tests.find(({ meta }) => meta.hostile?.engine !== undefined)?.meta.hostile?.engine ?? 'unknown';
  const rows = tests.map(({ title, status, meta: { hostile } }) => {
    const held = status === 'passed' ? '' : '**does not hold** ';
    if (hostile === undefined)
      return { number: Number.POSITIVE_INFINITY, text: `| | ${cell(title)} | ${held}| | | | | |` };
    const ratio = hostile.canaryRatio.toFixed(1);
    return {
      number: Number(hostile.number),
      text: `| ${hostile.number} | ${cell(hostile.name)} | ${held}${cell(hostile.outcome)} | ${hostile.seconds.toFixed(1)} | ${hostile.canaryRatio > 2 ? `**${ratio}**` : ratio} | ${hostile.submissions}, ${(hostile.slowestSubmissionMs / 1000).toFixed(1)} | ${hostile.loopHeldMs.toFixed(0)} | ${hostile.rssGrowthMb.toFixed(0)} |`,
    };
  });
  return `# Hostile submissions

Made by \`npm run test:hostile\` on ${machine}, engine ${engine} in the sandboxes (1,024 MB of memory, 500 processes, 4,096 MB of
disk each). ${tests.length} attacks, ${tests.filter(({ status }) => status === 'passed').length} ended as wanted.

Each is a submission that is run as the runner runs it, in a real sandbox, while another learner, the canary, builds
something small and cached in a sandbox of their own, and a third submits again and again, fetching the largest wheel of the
shelf each time. An attack holds when the run ends with the outcome shown, without a fault of the platform unless that is the
outcome; the sandbox is gone, or was kept with none of the run's containers, networks, images or processes in
it; the canary's builds all succeed, every submission of the third learner is graded, and the node stays fit for runs all the
time; containers, volumes, networks, mounts, loop devices and files on the host are what they
were before; no piece of work held the runner's event loop for a second of processor time; the runner grew by less than 200 MB; and what it tells can be
stored and sent. *Canary* is the median of its builds beside the attack over that before and after it (**bold** above 2),
*submitted* how many submissions were graded meanwhile and the seconds of the slowest, *ms* the longest that its event loop
was held, *MB* how much the runner grew at most.

| case | what was tried | outcome, in the learner's words | seconds | canary | submitted | ms | MB |
|---:|---|---|---:|---:|---:|---:|---:|
${rows
  .toSorted((a, b) => a.number - b.number)
  .map(({ text }) => text)
  .join('\n')}
`;
}

/** An attacker chose some of these words; which addresses this machine has is nobody's business. */
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
