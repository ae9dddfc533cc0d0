import type { FindingCase } from './finding-case.ts';

const rm = 'rm -rf /var/lib/apt/lists/*';

export const cases: FindingCase[] = [
  { name: 'lists kept', dockerfile: 'FROM a\nRUN apt-get update && apt-get install -y curl', lines: [2], fixed: `FROM a\nRUN apt-get update && apt-get install -y curl && ${rm}` },
  { name: 'over several lines', dockerfile: 'FROM a\nRUN apt-get update \\\n  && apt-get install -y curl\n', lines: [2], fixed: `FROM a\nRUN apt-get update \\\n  && apt-get install -y curl \\\n  && ${rm}\n` },
  { name: 'a later line of the RUN', dockerfile: 'FROM a\nRUN echo x \\\n # note\n && apt-get -q update', lines: [4], fixed: `FROM a\nRUN echo x \\\n # note\n && apt-get -q update \\\n && ${rm}` },
  { name: 'heredoc', dockerfile: 'FROM a\nRUN <<EOF\napt-get update\nEOF', lines: [3], fixed: `FROM a\nRUN <<EOF\napt-get update\n${rm}\nEOF` },
  { name: 'in sh -c', dockerfile: 'FROM a\nRUN ["sh", "-c", "apt-get update"]', lines: [2] },
  { name: 'removed before the update only', dockerfile: `FROM a\nRUN ${rm} && apt-get update`, lines: [2], fixed: `FROM a\nRUN ${rm} && apt-get update && ${rm}` },
  { name: 'removed in a later RUN', dockerfile: `FROM a\nRUN apt-get update\nRUN ${rm}`, lines: [2], fixed: `FROM a\nRUN apt-get update && ${rm}\nRUN ${rm}` },
  { name: 'apt-get clean leaves the lists', dockerfile: 'FROM a\nRUN apt-get update && apt-get clean', lines: [2], fixed: `FROM a\nRUN apt-get update && apt-get clean && ${rm}` },
  { name: 'in a stage the final one starts from', dockerfile: 'FROM a AS base\nRUN apt-get update\nFROM base', lines: [2], fixed: `FROM a AS base\nRUN apt-get update && ${rm}\nFROM base` },
  { name: 'a dangling escape is no place to append', dockerfile: 'FROM a\nRUN apt-get update \\\n', lines: [2] },
  { name: 'nor is one at the very end', dockerfile: 'FROM a\nRUN apt-get update \\', lines: [2] },
  { name: 'removed in the same RUN', dockerfile: `FROM a\nRUN apt-get update && ${rm}`, lines: [] },
  { name: 'removed without the glob', dockerfile: 'FROM a\nRUN apt-get update && rm -r /var/lib/apt/lists', lines: [] },
  { name: 'removed by find', dockerfile: 'FROM a\nRUN apt-get update && find /var/lib/apt/lists -type f -delete', lines: [] },
  { name: 'cache mount', dockerfile: 'FROM a\nRUN --mount=type=cache,target=/var/lib/apt,sharing=locked apt-get update', lines: [] },
  { name: 'a cache mount elsewhere', dockerfile: 'FROM a\nRUN --mount=type=cache,target=/var/cache/apt apt-get update', lines: [2], fixed: `FROM a\nRUN --mount=type=cache,target=/var/cache/apt apt-get update && ${rm}` },
  { name: 'a build stage that is not shipped', dockerfile: 'FROM a AS b\nRUN apt-get update\nFROM a', lines: [] },
  { name: 'only printed', dockerfile: 'FROM a\nRUN echo "apt-get update"', lines: [] },
  { name: 'install without update', dockerfile: 'FROM a\nRUN apt-get install -y update', lines: [] },
  { name: 'a heredoc for Python', dockerfile: 'FROM a\nRUN python3 <<EOF\napt-get update\nEOF', lines: [] },
];
