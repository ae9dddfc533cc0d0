import { visibleText } from '@dfm/contracts/visible-text';
import { parseDockerfile } from '@dfm/dockerfile/syntax/parse';
import { checks, checkStatic } from '@dfm/grading/browser';
import { contextEvidence } from './context-evidence.ts';
import type { CheckReply, CheckRequest } from './protocol.ts';

/** No one reads more, and the editor draws each one. */
const maxFindings = 500;

const metaOf = new Map(checks.map(({ meta }) => [meta.id, meta]));

self.addEventListener('message', ({ data }: MessageEvent<CheckRequest>) => {
  const dockerfile = parseDockerfile(data.files.Dockerfile ?? '');
  const findings = checkStatic({ dockerfile, context: contextEvidence(data) })
    .slice(0, maxFindings)
    .map((finding) => {
      const meta = metaOf.get(finding.id);
      // Messages quote the text, so control characters in them are made visible. Fixes are inserted into
      // the text and have to stay exact.
      return {
        ...finding,
        message: visibleText(finding.message),
        title: meta?.title ?? finding.id,
        why: meta?.why ?? '',
        howToFix: meta?.fix ?? '',
      };
    });
  const instructions = dockerfile.instructions.map(({ keyword, startLine, endLine }) => ({
    keyword,
    startLine,
    endLine,
  }));
  postMessage({ id: data.id, findings, instructions } satisfies CheckReply);
});

// Loading can take long. From this message on, replies are immediate, so the client starts its timeouts.
postMessage({ id: 0, findings: [], instructions: [] } satisfies CheckReply);
