import { checks, checkStatic, parseDockerfile } from '@dfm/grading/browser';
import { contextEvidence } from './context-evidence.ts';
import type { CheckReply, CheckRequest } from './protocol.ts';

const metaOf = new Map(checks.map(({ meta }) => [meta.id, meta]));

self.addEventListener('message', ({ data }: MessageEvent<CheckRequest>) => {
  const dockerfile = parseDockerfile(data.files.Dockerfile ?? '');
  const findings = checkStatic({ dockerfile, context: contextEvidence(data) }).map((finding) => {
    const meta = metaOf.get(finding.id);
    return { ...finding, title: meta?.title ?? finding.id, why: meta?.why ?? '', howToFix: meta?.fix ?? '' };
  });
  const instructions = dockerfile.instructions.map(({ keyword, startLine, endLine }) => ({ keyword, startLine, endLine }));
  postMessage({ id: data.id, findings, instructions } satisfies CheckReply);
});
