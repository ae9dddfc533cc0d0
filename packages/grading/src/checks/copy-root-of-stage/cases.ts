import type { FindingCase } from '../../check/finding-case.ts';

const two = 'FROM a:1 AS x\nFROM b:1\n';
const spelling = {
  hadolint: 'hadolint recognises only one spelling of the root; this one has the same meaning.',
};

export const cases: FindingCase[] = [
  { name: 'root to root', dockerfile: `${two}COPY --from=x / /`, lines: [3] },
  {
    name: 'from a stage that it is built FROM',
    dockerfile: 'FROM a:1 AS x\nFROM x AS y\nCOPY --from=x / /',
    lines: [3],
  },
  { name: 'into an empty image', dockerfile: 'FROM a:1 AS x\nFROM scratch\nCOPY --from=x / /', lines: [3] },
  { name: 'from an image', dockerfile: 'FROM a:1\nCOPY --from=b:1 / /', lines: [2] },
  { name: 'in JSON', dockerfile: `${two}COPY --from=x ["/", "/"]`, lines: [3] },
  { name: 'with more flags', dockerfile: `${two}COPY --link --from=x --chown=1 / /`, lines: [3] },
  { name: 'in quotes', dockerfile: `${two}COPY --from=x "/" "/"`, lines: [3] },
  { name: 'with another source', dockerfile: `${two}COPY --from=x /usr / /`, lines: [3] },
  { name: 'by an index', dockerfile: `${two}COPY --from=0 / /`, lines: [3] },
  { name: 'lower case, two lines', dockerfile: `${two}copy --from=x / \\\n  /`, lines: [3] },
  { name: 'a dot', dockerfile: `${two}COPY --from=x . /`, lines: [3], differs: spelling },
  { name: 'a star', dockerfile: `${two}COPY --from=x /* /`, lines: [3], differs: spelling },
  { name: 'two slashes', dockerfile: `${two}COPY --from=x // /`, lines: [3], differs: spelling },
  { name: 'a folder', dockerfile: `${two}COPY --from=x /opt/venv /opt/venv`, lines: [] },
  { name: 'a folder to the root', dockerfile: `${two}COPY --from=x /out/ /`, lines: [] },
  { name: 'the root to a folder', dockerfile: `${two}COPY --from=x / /rootfs`, lines: [] },
  { name: 'a file of the root', dockerfile: `${two}COPY --from=x /app /`, lines: [] },
  { name: 'from the context', dockerfile: 'FROM a:1\nCOPY / /', lines: [] },
  { name: 'the context by a dot', dockerfile: 'FROM a:1\nCOPY . /', lines: [] },
  { name: 'a pattern in a folder', dockerfile: `${two}COPY --from=x /out/* /`, lines: [] },
  { name: 'the root to the directory of the base', dockerfile: `${two}COPY --from=x / .`, lines: [] },
  { name: 'ONBUILD', dockerfile: `${two}ONBUILD COPY --from=x / /`, lines: [] },
  {
    name: 'a mount of an entire stage',
    dockerfile: `${two}RUN --mount=type=bind,from=x,target=/x cp /x/app /`,
    lines: [],
  },
  { name: 'build on it', dockerfile: 'FROM a:1 AS x\nFROM x', lines: [] },
  { name: 'in a comment', dockerfile: `${two}# COPY --from=x / /\nRUN y`, lines: [] },
];
