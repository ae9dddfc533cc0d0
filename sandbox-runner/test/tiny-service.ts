import { readFileSync } from 'node:fs';
import { exerciseSchema, type ContextFile, type Exercise } from '@dfm/contracts';

/** Serves /health and /predict with only the standard library, so that no build installs anything. */
export const service = readFileSync(
  new URL('../../test/faults/content/exercises/small-service/starter/app.py', import.meta.url),
  'utf8',
);

export const base = 'FROM python:3.11-slim-bookworm\n';
/** Passes all checks. */
export const good = `${base}WORKDIR /app\nRUN echo once > once.txt\nCOPY app.py .\nUSER 10002\nHEALTHCHECK --interval=1s CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health')"]\nCMD ["python", "app.py"]\n`;

const wrong = ['a', 'b', 'c'].map((id) => ({ id, title: id, caughtBy: ['builds'] }));
/** Has every phase and every kind of check, and is very cheap. */
export const exercise: Exercise = exerciseSchema.parse({
  version: 1,
  slug: 'tiny',
  title: 'Tiny',
  summary: 'A service without packages',
  difficulty: 1,
  minutes: 1,
  editable: ['Dockerfile'],
  scenarios: [
    { id: 'no-change', title: 'Nothing changes', edits: [], expects: 'all-cached' },
    {
      id: 'edit-app',
      title: 'A line is added',
      edits: [{ kind: 'append', path: 'app.py', text: '# {{nonce}}\n' }],
      expects: 'deps-cached',
    },
  ],
  run: {
    port: 8000,
    readyPath: '/health',
    readyTimeoutMs: 15_000,
    healthyWithinMs: 8_000,
    stopGraceMs: 3_000,
    probes: [
      { name: 'doubles', method: 'POST', path: '/predict', body: { x: 21 }, expectJson: { double: 42 } },
    ],
  },
  limits: { coldBuildSeconds: 120 },
  rubric: {
    passScore: 80,
    items: [
      'root-user',
      'predict-smoke',
      'health-passes',
      'sigterm-clean',
      'readonly-nonroot',
      'full-rebuild-cached',
    ].map((check) => ({ check, points: 10 })),
  },
  wrong,
});

/** The complete build context. */
export function filesWith(dockerfile: string): ContextFile[] {
  return [
    { path: 'Dockerfile', encoding: 'utf8', data: dockerfile, mode: 0o644 },
    { path: 'app.py', encoding: 'utf8', data: service, mode: 0o644 },
  ];
}
