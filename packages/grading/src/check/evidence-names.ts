import type { EvidenceKind } from './check.ts';

/** What a check is based on, as shown on pages and in the terminal. */
export const evidenceNames: Readonly<Record<EvidenceKind, string>> = {
  static: 'the text of the Dockerfile',
  context: 'the build context',
  trace: 'the recorded builds',
  image: 'the image',
  run: 'the running container',
  job: 'the finished container',
  gpu: 'a GPU',
};
