import type { Check } from '../../check/check.ts';
import { judgeStarts } from '../../measures/further-starts.ts';

export const answersAsConfigured: Check = {
  meta: {
    id: 'answers-as-configured',
    title: 'Answers according to its settings',
    axis: 'runtime',
    topic: 'runtime',
    severity: 'error',
    defaultPoints: 20,
    needs: ['run'],
    also: [],
    detects:
      'Whether the same image, started again with different environment variables, files or ports, answers requests as these settings require, and exits with an error if something is wrong with them.',
    why: 'An image is built once and runs in several places. What differs between them, such as a port, a limit or the model, has to come from outside. If it is in the image, every change needs a new build, and what was tested is not what runs.',
    fix: 'Read the settings from environment variables and mounted files when the service starts. Put defaults into the image with ENV.',
    bad: 'CMD ["uvicorn", "serve:app", "--host", "0.0.0.0", "--port", "8000"]',
    good: 'ENV PORT=8000\nCMD ["sh", "-c", "exec uvicorn serve:app --host 0.0.0.0 --port $PORT"]',
  },
  measure: ({ evidence: { run }, run: plan }) =>
    judgeStarts(run, plan, {
      isMeant: ({ keeps }) => keeps === undefined,
      passed: (names) =>
        names.length === 1
          ? `The service behaved as expected with “${names[0]}”.`
          : `The service behaved as expected in all ${names.length} further starts.`,
      next: 'Start the image with these settings yourself. Look for a value that was fixed during the build, or that the program never reads.',
    }),
};
