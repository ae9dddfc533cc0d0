import type { FindingCase } from '../../check/finding-case.ts';

const head = 'FROM python:3.11-slim-bookworm\nRUN pip install torch gunicorn';
const row = (name: string, rest: string, lines: number[] = [3]): FindingCase => ({
  name,
  dockerfile: `${head}\n${rest}`,
  lines,
});

export const cases: FindingCase[] = [
  row('gunicorn with four workers', 'CMD ["gunicorn", "--workers", "4", "app:app"]'),
  row('with an equals sign', 'CMD ["gunicorn", "app:app", "--workers=4"]'),
  row('the short option', 'CMD ["gunicorn", "-w", "2", "app:app"]'),
  row('the short option, glued', 'CMD ["gunicorn", "-w8", "app:app"]'),
  row('shell form', 'CMD gunicorn -w 4 app:app'),
  row('uvicorn', 'CMD ["uvicorn", "app:app", "--workers", "3"]'),
  row('python -m', 'CMD ["python", "-m", "uvicorn", "app:app", "--workers", "3"]'),
  row('by a shell', 'CMD ["sh", "-c", "exec gunicorn -w 4 app:app"]'),
  row('the entry point', 'ENTRYPOINT ["gunicorn", "-w", "4"]\nCMD ["app:app"]'),
  row('the options in the command', 'ENTRYPOINT ["gunicorn"]\nCMD ["-w", "4", "app:app"]', [4]),
  row('another variable', 'ENV PYTHONUNBUFFERED=1\nCMD ["gunicorn", "-w", "4", "app:app"]', [4]),
  {
    name: 'in a requirements file',
    dockerfile: 'FROM python:3.11\nRUN pip install -r requirements.txt\nCMD gunicorn -w 4 app:app',
    lines: [3],
    context: {
      files: [{ path: 'requirements.txt', bytes: 12, text: 'scikit-learn' }],
      totalBytesBefore: 12,
      dockerignore: undefined,
    },
  },
  {
    name: 'installed in a stage that is copied from',
    dockerfile:
      'FROM python:3.11 AS b\nRUN pip install numpy\nFROM python:3.11\nCOPY --from=b /usr/local /usr/local\nCMD gunicorn -w 4 app:app',
    lines: [5],
  },
  row('near miss: one worker', 'CMD ["gunicorn", "--workers", "1", "app:app"]', []),
  row('near miss: no number of workers', 'CMD ["uvicorn", "app:app", "--port", "8000"]', []),
  row(
    'near miss: the threads are limited',
    'ENV OMP_NUM_THREADS=1\nCMD ["gunicorn", "-w", "4", "app:app"]',
    [],
  ),
  row(
    'near miss: a different one of the variables',
    'ENV A=b MKL_NUM_THREADS=2\nCMD ["gunicorn", "-w", "4", "app:app"]',
    [],
  ),
  row('near miss: limited in the command', 'CMD OMP_NUM_THREADS=1 gunicorn -w 4 app:app', []),
  row('near miss: a number by a variable', 'CMD gunicorn -w $WORKERS app:app', []),
  row('near miss: threads of the server, not workers', 'CMD ["gunicorn", "--threads", "4", "app:app"]', []),
  row('near miss: a different program', 'CMD ["python", "train.py", "--workers", "4"]', []),
  row('near miss: a later command replaces it', 'CMD gunicorn -w 4 app:app\nCMD ["python", "a.py"]', []),
  row('near miss: a port is not a number of workers', 'CMD ["uvicorn", "app:app", "-p", "8000"]', []),
  {
    name: 'near miss: no multithreaded library',
    dockerfile: 'FROM python:3.11\nRUN pip install flask gunicorn\nCMD gunicorn -w 4 app:app',
    lines: [],
  },
  { name: 'near miss: no command', dockerfile: head, lines: [] },
];
