import { checks, checkStatic, parseDockerfile } from '@dfm/grading/browser';
import { visibleText } from '@dfm/contracts/visible-text';
import { contextEvidence } from './context-evidence.ts';
import type { CheckReply, CheckRequest } from './protocol.ts';

const metaOf = new Map(checks.map(({ meta }) => [meta.id, meta]));

self.addEventListener('message', ({ data }: MessageEvent<CheckRequest>) => {
  const dockerfile = parseDockerfile(data.files.Dockerfile ?? '');
  const findings = checkStatic({ dockerfile, context: contextEvidence(data) }).map((finding) => {
    const meta = metaOf.get(finding.id);
    // A message quotes the text it is about; the fix goes back into that text, and stays exact.
    return { ...finding, message: visibleText(finding.message), title: meta?.title ?? finding.id, why: meta?.why ?? '', howToFix: meta?.fix ?? '' };
  });
  const instructions = dockerfile.instructions.map(({ keyword, startLine, endLine }) => ({ keyword, startLine, endLine }));
  postMessage({ id: data.id, findings, instructions } satisfies CheckReply);
});
