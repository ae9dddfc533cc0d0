import type { Submission } from './attacker.ts';

export const python = 'FROM python:3.11-slim-bookworm\n';

/** A build step that runs this Python program. */
export function step(program: string, after = ''): Pick<Submission, 'dockerfile' | 'files'> {
  return {
    dockerfile: `${python}COPY try.py .\nRUN python -u try.py\n${after}`,
    files: { 'try.py': program },
  };
}
