import type { FindingCase } from '../../check/finding-case.ts';

const alarms =
  'reports every command in shell form, including health checks; only the start command of the image counts, and exec replaces the shell';
const alarms2 =
  'reports every command in shell form; only the start command of the image counts, and exec replaces the shell';
const misses = 'reads only the last stage; the command is inherited';
const misses2 = 'treats SHELL as intentional; the shell is still between Docker and the program';

export const cases: FindingCase[] = [
  {
    name: 'shell form',
    dockerfile: 'FROM a\nCMD python app.py',
    lines: [2],
    fixed: 'FROM a\nCMD ["python", "app.py"]',
  },
  {
    name: 'quotes',
    dockerfile: `FROM a\nCMD python -c 'print("x y")'`,
    lines: [2],
    fixed: `FROM a\nCMD ["python", "-c", "print(\\"x y\\")"]`,
  },
  {
    name: 'an argument like an assignment',
    dockerfile: 'FROM a\nCMD gunicorn --bind=0.0.0.0:80 workers=2',
    lines: [2],
    fixed: 'FROM a\nCMD ["gunicorn", "--bind=0.0.0.0:80", "workers=2"]',
  },
  {
    name: 'two lines',
    dockerfile: 'FROM a\nENTRYPOINT uvicorn \\\n  app:app\n',
    lines: [2],
    fixed: 'FROM a\nENTRYPOINT ["uvicorn", "app:app"]\n',
  },
  { name: 'a variable needs the shell', dockerfile: 'FROM a\nCMD uvicorn --port $PORT', lines: [2] },
  { name: 'two commands need the shell', dockerfile: 'FROM a\nCMD migrate && serve', lines: [2] },
  { name: 'a glob needs the shell', dockerfile: 'FROM a\nCMD cat *.txt', lines: [2] },
  { name: 'a failed JSON list', dockerfile: "FROM a\nCMD ['python', 'app.py']", lines: [2] },
  {
    name: 'only the last counts',
    dockerfile: 'FROM a\nCMD x\nCMD ["y"]',
    lines: [],
    differs: { hadolint: alarms, buildkit: alarms2, kics: alarms2 },
  },
  { name: 'exec form', dockerfile: 'FROM a\nCMD ["python", "app.py"]', lines: [] },
  {
    name: 'exec replaces the shell',
    dockerfile: 'FROM a\nCMD exec python app.py',
    lines: [],
    differs: { hadolint: alarms, buildkit: alarms2, kics: alarms2 },
  },
  {
    name: 'a build stage',
    dockerfile: 'FROM a AS b\nCMD x\nFROM a',
    lines: [],
    differs: { hadolint: alarms, buildkit: alarms2 },
  },
  {
    name: 'both',
    dockerfile: 'FROM a\nENTRYPOINT serve\nCMD work',
    lines: [3, 2],
    fixed: 'FROM a\nENTRYPOINT serve\nCMD ["work"]',
  },
  {
    name: 'lower case',
    dockerfile: 'FROM a\ncmd python app.py',
    lines: [2],
    fixed: 'FROM a\ncmd ["python", "app.py"]',
  },
  {
    name: 'inherited from the stage it is built FROM',
    dockerfile: 'FROM a AS b\nCMD python app.py\nFROM b',
    lines: [2],
    fixed: 'FROM a AS b\nCMD ["python", "app.py"]\nFROM b',
    differs: { kics: misses },
  },
  { name: 'an assignment needs the shell', dockerfile: 'FROM a\nCMD A=b python app.py', lines: [2] },
  { name: 'a pipe needs the shell', dockerfile: 'FROM a\nENTRYPOINT serve | tee log', lines: [2] },
  {
    name: 'a shell chosen with SHELL',
    dockerfile: 'FROM a\nSHELL ["/bin/bash", "-c"]\nCMD python app.py',
    lines: [3],
    fixed: 'FROM a\nSHELL ["/bin/bash", "-c"]\nCMD ["python", "app.py"]',
    differs: { buildkit: misses2 },
  },
  { name: 'an unterminated list', dockerfile: 'FROM a\nCMD ["python", "app.py"', lines: [2] },
  { name: 'exec form over lines', dockerfile: 'FROM a\nCMD ["python", \\\n  "app.py"]', lines: [] },
  { name: 'exec form of a shell', dockerfile: 'FROM a\nCMD ["/bin/sh", "-c", "serve $PORT"]', lines: [] },
  { name: 'an empty list', dockerfile: 'FROM a\nENTRYPOINT []', lines: [] },
  { name: 'both in exec form', dockerfile: 'FROM a\nENTRYPOINT ["python"]\nCMD ["app.py"]', lines: [] },
  {
    name: 'exec with a variable',
    dockerfile: 'FROM a\nENTRYPOINT exec uvicorn --port $PORT',
    lines: [],
    differs: { hadolint: alarms, buildkit: alarms2, kics: alarms2 },
  },
  {
    name: 'a health check may use the shell',
    dockerfile: 'FROM a\nHEALTHCHECK CMD python check.py',
    lines: [],
    differs: { hadolint: alarms },
  },
  { name: 'ONBUILD', dockerfile: 'FROM a\nONBUILD CMD python app.py', lines: [] },
  { name: 'none', dockerfile: 'FROM a\nRUN x', lines: [] },
  { name: 'in a heredoc', dockerfile: 'FROM a\nCOPY <<EOF /x\nCMD python app.py\nEOF', lines: [] },
  { name: 'RUN may be shell form', dockerfile: 'FROM a\nRUN python x.py', lines: [] },
];
