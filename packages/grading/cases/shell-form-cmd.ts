import type { FindingCase } from './finding-case.ts';

export const cases: FindingCase[] = [
  { name: 'shell form', dockerfile: 'FROM a\nCMD python app.py', lines: [2], fixed: 'FROM a\nCMD ["python", "app.py"]' },
  { name: 'quotes', dockerfile: `FROM a\nCMD python -c 'print("x y")'`, lines: [2], fixed: `FROM a\nCMD ["python", "-c", "print(\\"x y\\")"]` },
  { name: 'an argument like an assignment', dockerfile: 'FROM a\nCMD gunicorn --bind=0.0.0.0:80 workers=2', lines: [2], fixed: 'FROM a\nCMD ["gunicorn", "--bind=0.0.0.0:80", "workers=2"]' },
  { name: 'two lines', dockerfile: 'FROM a\nENTRYPOINT uvicorn \\\n  app:app\n', lines: [2], fixed: 'FROM a\nENTRYPOINT ["uvicorn", "app:app"]\n' },
  { name: 'a variable needs the shell', dockerfile: 'FROM a\nCMD uvicorn --port $PORT', lines: [2] },
  { name: 'two commands need the shell', dockerfile: 'FROM a\nCMD migrate && serve', lines: [2] },
  { name: 'a glob needs the shell', dockerfile: 'FROM a\nCMD cat *.txt', lines: [2] },
  { name: 'a failed JSON list', dockerfile: "FROM a\nCMD ['python', 'app.py']", lines: [2] },
  { name: 'only the last counts', dockerfile: 'FROM a\nCMD x\nCMD ["y"]', lines: [] },
  { name: 'exec form', dockerfile: 'FROM a\nCMD ["python", "app.py"]', lines: [] },
  { name: 'exec hands over', dockerfile: 'FROM a\nCMD exec python app.py', lines: [] },
  { name: 'a build stage', dockerfile: 'FROM a AS b\nCMD x\nFROM a', lines: [] },
  { name: 'RUN may be shell form', dockerfile: 'FROM a\nRUN python x.py', lines: [] },
];
