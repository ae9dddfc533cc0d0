import type { Dockerfile } from '@dfm/dockerfile/syntax/model';
import { failureAt, type BuildFailure } from './failure-at.ts';

/**
 * Privileges that no RUN step gets: the engine's message, the flag that requests it, and the reason for the
 * learner.
 */
const refused = [
  {
    message: /network\.host is not allowed/,
    flag: 'network',
    value: 'host',
    why: "a build cannot use the host's network. Remove --network=host: packages come from the shelf without it.",
  },
  {
    message: /security\.insecure is not allowed|unknown flag: security\b/,
    flag: 'security',
    value: undefined,
    why: 'a step cannot change its privileges. Remove --security: package managers and compilers work without it.',
  },
  {
    message: /unknown flag: device\b(?!s)|devices? .*not allowed/,
    flag: 'device',
    value: undefined,
    why: 'a build cannot use devices. Remove --device, and use the device when the container runs.',
  },
] as const;

/**
 * Finds the line that requests a privilege that builds do not get, if the engine rejected the build for that
 * reason.
 */
export function askedPrivilege(message: string, { stages }: Dockerfile): BuildFailure | undefined {
  const reason = refused.find((privilege) => privilege.message.test(message));
  if (reason === undefined) return undefined;
  const runs = stages.flatMap((stage) => stage.instructions).filter(({ keyword }) => keyword === 'RUN');
  const step = runs.find(({ flags }) =>
    flags.some(
      ({ name, value }) => name === reason.flag && (reason.value === undefined || value === reason.value),
    ),
  );
  return step && failureAt(step.startLine, reason.why);
}
