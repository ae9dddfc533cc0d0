import type { FindingCase } from '../../check/finding-case.ts';

const misses = 'counts only instructions on adjacent lines of the last stage; others create layers as well';
const alarms =
  'reports any two adjacent instructions; steps with different purposes or dependencies are intentionally separate';

export const cases: FindingCase[] = [
  {
    name: 'two RUN',
    dockerfile: 'FROM a:1\nRUN groupadd app\nRUN useradd app',
    lines: [3],
    also: ['DL3059', 'kics:multiple-run-add-copy-instructions-listed'],
  },
  { name: 'three RUN', dockerfile: 'FROM a:1\nRUN x\nRUN y\nRUN z', lines: [3, 4] },
  {
    name: 'a comment and an empty line between',
    dockerfile: 'FROM a:1\nRUN x\n# c\n\nRUN y',
    lines: [5],
    differs: { kics: misses },
  },
  { name: 'exec form', dockerfile: 'FROM a:1\nRUN ["x"]\nRUN ["y"]', lines: [3] },
  {
    name: 'with the same mount',
    dockerfile: 'FROM a:1\nRUN --mount=type=cache,target=/x a\nRUN --mount=type=cache,target=/x b',
    lines: [3],
  },
  {
    name: 'with the same flags in a different order',
    dockerfile:
      'FROM a:1\nRUN --network=none --mount=type=cache,target=/x a\nRUN --mount=type=cache,target=/x --network=none b',
    lines: [3],
  },
  { name: 'two installs', dockerfile: 'FROM a:1\nRUN pip install x\nRUN pip install y', lines: [3] },
  { name: 'lower case', dockerfile: 'FROM a:1\nrun x\nrun y', lines: [3] },
  {
    name: 'over several lines',
    dockerfile: 'FROM a:1\nRUN x \\\n  --y\nRUN z',
    lines: [4],
    differs: { kics: misses },
  },
  {
    name: 'two short ones after two long ones',
    dockerfile: 'FROM a:1\nRUN a && b\nRUN c && d\nRUN e\nRUN f',
    lines: [5],
  },
  { name: 'with assignments', dockerfile: 'FROM a:1\nRUN X=1 make\nRUN Y=2 make', lines: [3] },
  { name: 'a separate script', dockerfile: 'FROM a:1\nRUN sh -c "a && b"\nRUN c', lines: [3] },
  {
    name: 'in the stage it is built FROM',
    dockerfile: 'FROM a:1 AS b\nRUN x\nRUN y\nFROM b',
    lines: [3],
    differs: { kics: misses },
  },
  {
    name: 'three COPY to one destination',
    dockerfile: 'FROM a:1\nCOPY b.py ./\nCOPY c.py ./\nCOPY d.py ./',
    lines: [4],
    also: ['kics:multiple-run-add-copy-instructions-listed'],
  },
  {
    name: 'ADD of archives to one destination',
    dockerfile: 'FROM a:1\nADD b.tar.gz /srv/\nADD c.tar.gz /srv/\nADD d.tar.gz /srv/',
    lines: [4],
  },
  {
    name: 'COPY to one destination with the same flags',
    dockerfile:
      'FROM a:1 AS b\nFROM a:1\nCOPY --from=b --chown=1 /b /srv/\nCOPY --chown=1 --from=b /c /srv/\nCOPY --from=b --chown=1 /d /srv/',
    lines: [5],
  },
  {
    name: 'the model, and the code that changes more often',
    dockerfile: 'FROM a:1\nCOPY model.onnx ./\nCOPY app.py ./',
    lines: [],
    differs: { kics: alarms },
  },
  { name: 'COPY to two places', dockerfile: 'FROM a:1\nCOPY b.py /b/\nCOPY c.py /c/', lines: [] },
  {
    name: 'COPY from two sources',
    dockerfile: 'FROM a:1 AS b\nFROM a:1\nCOPY --from=b /b /srv/\nCOPY c /srv/',
    lines: [],
    differs: { kics: alarms },
  },
  {
    name: 'a step between two COPY',
    dockerfile: 'FROM a:1\nCOPY requirements.txt ./\nRUN pip install -r requirements.txt\nCOPY . ./',
    lines: [],
  },
  { name: 'COPY and ADD', dockerfile: 'FROM a:1\nCOPY b ./\nADD c.tar.gz ./', lines: [] },
  { name: 'one COPY of several', dockerfile: 'FROM a:1\nCOPY b.py c.py ./', lines: [] },
  {
    name: 'two COPY of heredocs',
    dockerfile: 'FROM a:1\nCOPY <<EOF /b\nx\nEOF\nCOPY <<EOF /c\ny\nEOF',
    lines: [],
  },
  { name: 'one RUN', dockerfile: 'FROM a:1\nRUN x', lines: [] },
  {
    name: 'several commands each',
    dockerfile: 'FROM a:1\nRUN a && b\nRUN c && d',
    lines: [],
    differs: { kics: alarms },
  },
  {
    name: 'one long and one short',
    dockerfile: 'FROM a:1\nRUN a && b && c\nRUN d',
    lines: [],
    differs: { kics: alarms },
  },
  {
    name: 'one short and one long',
    dockerfile: 'FROM a:1\nRUN a\nRUN b; c; d',
    lines: [],
    differs: { kics: alarms },
  },
  { name: 'pipes', dockerfile: 'FROM a:1\nRUN a | b\nRUN c | d', lines: [], differs: { kics: alarms } },
  {
    name: 'a different mount',
    dockerfile: 'FROM a:1\nRUN --mount=type=cache,target=/x a\nRUN b',
    lines: [],
    differs: { kics: alarms },
  },
  { name: 'COPY between', dockerfile: 'FROM a:1\nRUN a\nCOPY b /b\nRUN c', lines: [] },
  { name: 'ENV between', dockerfile: 'FROM a:1\nRUN a\nENV B=c\nRUN d', lines: [] },
  { name: 'USER between', dockerfile: 'FROM a:1\nUSER 0\nRUN a\nUSER 1\nRUN b', lines: [] },
  { name: 'a different stage', dockerfile: 'FROM a:1 AS b\nRUN x\nFROM b\nRUN y', lines: [] },
  { name: 'heredocs', dockerfile: 'FROM a:1\nRUN <<EOF\na\nEOF\nRUN <<EOF\nb\nEOF', lines: [] },
  {
    name: 'a condition',
    dockerfile: 'FROM a:1\nRUN if a; then b; fi\nRUN c',
    lines: [],
    differs: { kics: alarms },
  },
  { name: 'a substitution', dockerfile: 'FROM a:1\nRUN a $(b)\nRUN c', lines: [], differs: { kics: alarms } },
  { name: 'ONBUILD', dockerfile: 'FROM a:1\nONBUILD RUN a\nONBUILD RUN b', lines: [] },
  {
    name: 'in a build stage that is not part of the image',
    dockerfile: 'FROM a:1 AS b\nRUN x\nRUN y\nFROM c:1',
    lines: [],
    differs: { hadolint: 'reads every stage; the layers of a build stage are not in the image' },
  },
];
