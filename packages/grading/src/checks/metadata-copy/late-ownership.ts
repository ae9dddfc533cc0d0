import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { copiedTo, overlap } from '@dfm/dockerfile/copies/copied-to';
import { baseName, shellCommands } from '@dfm/dockerfile/shell/shell-commands';
import { rangeOfSpan } from '@dfm/dockerfile/syntax/source-range';
import { finalStage, resolvePath, walkChain } from '@dfm/dockerfile/syntax/stages';
import type { StaticFinding } from '../../check/check.ts';

/** Copies beyond this limit are not compared, so that the work stays linear. */
const maxCopies = 200;

/**
 * Finds each `chown -R` and `chmod -R` in a RUN on files that an earlier COPY or ADD of the final image
 * copied.
 */
export function lateOwnership({ dockerfile }: BuildSource): StaticFinding[] {
  const found: StaticFinding[] = [];
  const copies: { path: string; line: number }[] = [];
  walkChain(dockerfile, finalStage(dockerfile), (instruction, { workdir, shell }) => {
    const path = copiedTo(instruction, workdir, dockerfile);
    if (path !== undefined && copies.length < maxCopies) copies.push({ path, line: instruction.startLine });
    for (const { words, span } of shellCommands(instruction, shell)) {
      const name = baseName(words[0]!);
      if (
        (name !== 'chown' && name !== 'chmod') ||
        !words.some((word) => /^(?:-[a-zA-Z]*R[a-zA-Z]*|--recursive)$/u.test(word))
      )
        continue;
      // The first word that is not an option is the owner or the mode.
      const targets = words
        .slice(1)
        .filter((word) => !word.startsWith('-'))
        .slice(1)
        .map((word) => resolvePath(workdir, word));
      const copy = copies.find((candidate) => targets.some((target) => overlap(target, candidate.path)));
      if (copy === undefined) continue;
      found.push({
        ...rangeOfSpan(span),
        severity: 'info',
        message: `This writes every file that line ${copy.line} copied a second time, into a new layer. Use COPY --${name}= there instead.`,
      });
    }
  });
  return found;
}
