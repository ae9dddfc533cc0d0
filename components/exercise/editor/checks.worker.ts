import { visibleText } from '@dfm/contracts/visible-text';
import { parseDockerfile } from '@dfm/dockerfile/syntax/parse';
import { checks, checkStatic } from '@dfm/grading/browser';
import { contextEvidence } from './context-evidence.ts';
import type { CheckReply, CheckRequest } from './protocol.ts';

/** Nobody reads more, and the editor draws each. */
const maxFindings = 500;

const metaOf = new Map(checks.map(({ meta }) => [meta.id, meta]));

self.addEventListener('message', ({ data }: MessageEvent<CheckRequest>) => {
  const dockerfile = parseDockerfile(data.files.Dockerfile ?? '');
  const findings = checkStatic({ dockerfile, context: contextEvidence(data) })
    .slice(0, maxFindings)
    .map((finding) => {
      const meta = metaOf.get(finding.id);
      // A message quotes the text it is about; the fix goes back into that text, and stays exact.
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

// What is asked from now on is answered at once; loading this may have taken long.
postMessage({ id: 0, findings: [], instructions: [] } satisfies CheckReply);
