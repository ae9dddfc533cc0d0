import type { Dockerfile } from '@dfm/dockerfile/syntax/model';

/** What no sandbox gives to a RUN step: the engine's word for it, the flag that asks, and why it is refused. */
const refused = [
  {
    said: /network\.host is not allowed/,
    flag: 'network',
    value: 'host',
    why: "the host's network is given to no build. Leave --network=host out: packages come from the shelf without it.",
  },
  {
    said: /security\.insecure is not allowed|unknown flag: security\b/,
    flag: 'security',
    value: undefined,
    why: 'no step runs with more privileges, or with a setting of its own for them. Leave --security out: package managers and compilers work without it.',
  },
  {
    said: /unknown flag: device\b(?!s)|devices? .*not allowed/,
    flag: 'device',
    value: undefined,
    why: 'no device is given to a build. Leave --device out, and use the device when the container runs.',
  },
] as const;

/** Says which line asks for a privilege that builds do not get, where the engine refused the build for that. */
export function askedPrivilege(
  message: string,
  { stages }: Dockerfile,
): { message: string; line: number } | undefined {
  const reason = refused.find(({ said }) => said.test(message));
  if (reason === undefined) return undefined;
  const runs = stages.flatMap((stage) => stage.instructions).filter(({ keyword }) => keyword === 'RUN');
  const asking = runs.find(({ flags }) =>
    flags.some(
      ({ name, value }) => name === reason.flag && (reason.value === undefined || value === reason.value),
    ),
  );
  return asking && { message: `Line ${asking.startLine}: ${reason.why}`, line: asking.startLine };
}
