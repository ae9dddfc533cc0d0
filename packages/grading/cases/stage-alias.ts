import type { FindingCase } from './finding-case.ts';

const misses = 'takes an unknown name for an image without a word; a slip goes unnoticed';
const misses2 = 'has rules about two equal names and a copy from itself; another wrong name is as wrong';
const misses3 = 'compares FROM lines written in one way; the builder takes names apart from their case, and other wrong names are as wrong';
const misses4 = 'compares names as written and reads COPY alone; the builder takes them apart from their case, in mounts too';
const alarms = 'compares the text; the builder finds the stage, in any case and in quotes';

export const cases: FindingCase[] = [
  { name: 'a name that no stage has', dockerfile: 'FROM a:1 AS build\nFROM b:1\nCOPY --from=builder /x /y', lines: [3], differs: { buildkit: misses, trivy: misses2, checkov: misses3, kics: misses3 } },
  { name: 'an image without a tag', dockerfile: 'FROM a:1\nCOPY --from=nginx /x /y', lines: [2], differs: { buildkit: misses, trivy: misses2, checkov: misses3, kics: misses3 } },
  { name: 'an image of a registry without a tag', dockerfile: 'FROM a:1\nCOPY --from=r.example/b /x /y', lines: [2], differs: { buildkit: misses, trivy: misses2, checkov: misses3, kics: misses3 } },
  { name: 'scratch is no source', dockerfile: 'FROM a:1\nCOPY --from=scratch /x /y', lines: [2], differs: { buildkit: misses, trivy: misses2, checkov: misses3, kics: misses3 } },
  { name: 'a stage further down', dockerfile: 'FROM a:1 AS x\nCOPY --from=later /x /y\nFROM b:1 AS later', lines: [2], differs: { trivy: misses2, checkov: misses3, kics: misses3 } },
  { name: 'from itself', dockerfile: 'FROM a:1 AS x\nCOPY --from=x /x /y', lines: [2], differs: { checkov: misses3 } },
  { name: 'from itself in another case', dockerfile: 'FROM a:1 AS x\nCOPY --from=X /x /y', lines: [2], differs: { checkov: misses3, kics: misses3 } },
  { name: 'an index that is none', dockerfile: 'FROM a:1\nFROM b:1\nCOPY --from=2 /x /y', lines: [3], differs: { trivy: misses2, checkov: misses3, kics: misses3 } },
  { name: 'a variable', dockerfile: 'FROM a:1\nCOPY --from=$S /x /y', lines: [2], differs: { trivy: misses2, checkov: misses3, kics: misses3 } },
  { name: 'one name twice', dockerfile: 'FROM a:1 AS x\nFROM b:1 AS x', lines: [2], differs: { checkov: misses3, kics: misses3 } },
  { name: 'one name in two cases', dockerfile: 'FROM a:1 AS x\nFROM b:1 AS X', lines: [2], differs: { hadolint: misses4, checkov: misses3, kics: misses3 } },
  { name: 'one name three times', dockerfile: 'FROM a:1 AS x\nFROM b:1 AS x\nfrom c:1 as x', lines: [2, 3], differs: { checkov: misses3, kics: misses3 } },
  { name: 'called scratch', dockerfile: 'FROM a:1 AS scratch', lines: [1], differs: { trivy: misses2, checkov: misses3, kics: misses3 } },
  { name: 'called context', dockerfile: 'FROM a:1 AS context', lines: [1], differs: { trivy: misses2, checkov: misses3, kics: misses3 } },
  { name: 'capital letters', dockerfile: 'FROM a:1 AS Build\nRUN x', lines: [1], differs: { hadolint: misses4, trivy: misses2, checkov: misses3, kics: misses3 } },
  { name: 'a slip in a mount', dockerfile: 'FROM a:1 AS build\nFROM b:1\nRUN --mount=type=bind,from=biuld,target=/x ls', lines: [3], differs: { hadolint: misses4, buildkit: misses, trivy: misses2, checkov: misses3, kics: misses3 } },
  { name: 'a stage', dockerfile: 'FROM a:1 AS build\nFROM b:1\nCOPY --from=build /x /y', lines: [] },
  { name: 'in another case', dockerfile: 'FROM a:1 AS build\nFROM b:1\nCOPY --from=BUILD /x /y', lines: [], differs: { hadolint: alarms } },
  { name: 'in quotes', dockerfile: 'FROM a:1 AS build\nFROM b:1\nCOPY --from="build" /x /y', lines: [], differs: { hadolint: alarms } },
  { name: 'with other flags', dockerfile: 'FROM a:1 AS build\nFROM b:1\nCOPY --link --chown=1 --from=build /x /y', lines: [] },
  { name: 'by its index', dockerfile: 'FROM a:1\nFROM b:1\nCOPY --from=0 /x /y', lines: [] },
  { name: 'an image with a tag', dockerfile: 'FROM a:1\nCOPY --from=nginx:1.27 /x /y', lines: [] },
  { name: 'an image with a digest', dockerfile: `FROM a:1\nCOPY --from=nginx@sha256:${'a'.repeat(64)} /x /y`, lines: [] },
  { name: 'from the context', dockerfile: 'FROM a:1 AS x\nCOPY x /y', lines: [] },
  { name: 'a mount of a stage', dockerfile: 'FROM a:1 AS build\nFROM b:1\nRUN --mount=type=bind,from=build,target=/x ls', lines: [] },
  { name: 'a mount of an image', dockerfile: 'FROM a:1 AS build\nFROM b:1\nRUN --mount=type=bind,from=ghcr.io/astral-sh/uv,target=/x ls', lines: [] },
  { name: 'a name that only begins so', dockerfile: 'FROM a:1 AS scratch-dir\nFROM b:1 AS x\nFROM c:1 AS x2', lines: [] },
  { name: 'ONBUILD', dockerfile: 'FROM a:1 AS x\nFROM b:1\nONBUILD COPY --from=zz /y /z', lines: [] },
  { name: 'a stage on a stage', dockerfile: 'FROM a:1 AS x\nFROM x AS y\nFROM y', lines: [] },
  { name: 'stages without names', dockerfile: 'FROM a:1\nFROM a:1', lines: [] },
];
