import type { Dockerfile } from './model.ts';

/**
 * Reports each `COPY --from` that BuildKit rejects (`toCommand` in moby/buildkit
 * frontend/dockerfile/dockerfile2llb/convert.go). A name, in any case, refers to the last stage with that
 * name anywhere in the file; a whole number refers to the stage with that index; anything else refers to an
 * image.
 */
export function checkCopySources(dockerfile: Dockerfile): void {
  const { stages, problems } = dockerfile;
  const byName = new Map(stages.map((stage) => [stage.name, stage.index]));
  for (const { keyword, flags, startLine: line, endLine, stage } of dockerfile.instructions) {
    const from = flags.find((flag) => flag.name === 'from')?.value;
    if (keyword !== 'COPY' || stage === undefined || !from) continue;
    const isIndex = /^[+-]?\d+$/u.test(from);
    const source = isIndex ? Number(from) : byName.get(from.toLowerCase());
    if (/\$[\w{]/u.test(from))
      problems.push({
        line,
        endLine,
        copySource: 'unknown',
        message: 'COPY --from accepts no variable. Name a stage with FROM … AS and use that name.',
      });
    else if (isIndex && stages[source!] === undefined)
      problems.push({
        line,
        endLine,
        copySource: 'unknown',
        message: `There is no stage ${from}: the first is 0 and the last is ${stages.length - 1}.`,
      });
    else if (source === stage)
      problems.push({
        line,
        endLine,
        copySource: 'itself',
        message: 'A stage cannot copy from itself. Name an earlier stage.',
      });
  }
}
