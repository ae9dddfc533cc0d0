import type { EvidenceItem, QuickFix } from '@dfm/contracts';
import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { runSteps } from '@dfm/dockerfile/shell/run-steps';
import type { Dockerfile, Instruction, Stage } from '@dfm/dockerfile/syntax/model';
import { rangeOf } from '@dfm/dockerfile/syntax/source-range';
import { finalInstructions, finalStage, stageChain } from '@dfm/dockerfile/syntax/stages';
import type { Check, Measured, MeasuredInput, StaticFinding } from '../../check/check.ts';
import { allRules } from '../../check/counterparts.ts';
import { noImage, skipped } from '../../check/skipped.ts';
import { passesWithout, withoutServiceItems } from '../../measures/without-service.ts';

const also = {
  none: ['DL3057', 'DS-0026', 'CKV_DOCKER_2', 'CIS-DI-0006', 'kics:healthcheck-instruction-missing'],
  several: ['DL3012', 'MultipleInstructionsDisallowed', 'DS-0023'],
  unusable: [],
};

export const healthcheck: Check = {
  meta: {
    id: 'healthcheck',
    title: 'Missing or unusable health check',
    axis: 'runtime',
    topic: 'runtime',
    severity: 'info',
    defaultPoints: 5,
    needs: ['static', 'image'],
    also: allRules(also),
    detects:
      'An image with no HEALTHCHECK, with several, with one that calls curl or wget although the base does not have it, or with one that also passes without the service.',
    why: 'Without a health check, the engine only knows that the process exists. A service that hangs while loading its model counts as running. Kubernetes ignores HEALTHCHECK and has its own probes; Docker, Compose and Swarm use it.',
    fix: 'Add one HEALTHCHECK that sends a request to the service, with a program that is in the image.',
    bad: 'FROM python:3.11-slim-bookworm\nHEALTHCHECK CMD curl -f http://localhost:8000/health',
    good: 'HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \\\n  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen(\'http://localhost:8000/health\')"]',
  },
  findings,
  measure,
};

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  const stage = finalStage(dockerfile);
  if (stage === undefined) return [];
  const found = dockerfile.stages.flatMap(overridden);
  const last = finalInstructions(dockerfile).findLast(({ keyword }) => keyword === 'HEALTHCHECK');
  const program = last && missingProgram(last, dockerfile);
  if (last === undefined) {
    // The base image may have a health check, which the text does not show, so this is only a hint. NONE is
    // deliberate.
    found.push({
      ...rangeOf(stage.from),
      also: also.none,
      message:
        'There is no HEALTHCHECK, so the engine cannot distinguish a hanging service from a working one. Add a check that sends a request to the service.',
    });
  } else if (program !== undefined) {
    found.push({
      ...rangeOf(last),
      also: also.unusable,
      severity: 'warning',
      message: `A -slim base does not contain ${program} and no RUN installs it, so this check can never pass. Use Python (urllib.request), or install ${program}.`,
      fix: requestWithPython(last, dockerfile),
    });
  }
  return found.sort((a, b) => a.line - b.line);
}

/** A shell-form check that is a single request with curl, without options that Python would need, too. */
const curlRequest =
  /(\bCMD\s+)curl(?:\s+(?:-[fsS]+|--fail|--silent))*\s+(https?:\/\/[^\s"'$|;&\\]+)(?:\s*\|\|\s*exit\s+1)?\s*$/iu;

/** Sends the request of a curl command with the Python of the base; undefined for any other command or base. */
function requestWithPython(check: Instruction, dockerfile: Dockerfile): QuickFix | undefined {
  const [first] = stageChain(dockerfile, dockerfile.stages[check.stage!]);
  const { startLine, endLine } = check;
  const text = dockerfile.lines.slice(startLine - 1, endLine).join('\n');
  if (!/^(?:docker\.io\/)?(?:library\/)?python:/u.test(first?.base.resolved ?? '') || !curlRequest.test(text))
    return undefined;
  return {
    title: 'Send the request with Python',
    startLine,
    endLine,
    text: text.replace(
      curlRequest,
      `$1["python", "-c", "import urllib.request; urllib.request.urlopen('$2', timeout=2)"]`,
    ),
  };
}

/** Also reported in stages that are not part of the image, because they may be meant to build on. */
function overridden({ instructions }: Stage): StaticFinding[] {
  const declared = instructions.filter(({ keyword }) => keyword === 'HEALTHCHECK');
  const last = declared.at(-1);
  return declared.slice(0, -1).map((instruction) => ({
    ...rangeOf(instruction),
    also: also.several,
    severity: 'warning',
    message: `Only the last HEALTHCHECK of a stage counts, on line ${last!.startLine}. Remove this one.`,
  }));
}

/**
 * `curl` or `wget` if the check calls it, the base is a -slim image and nothing in the final image installs
 * or copies it.
 */
function missingProgram(check: Instruction, dockerfile: Dockerfile): string | undefined {
  const base = stageChain(dockerfile, finalStage(dockerfile))[0]?.base.resolved;
  if (base === undefined || !/[:-]slim(?:-|$)/u.test(base)) return undefined;
  const command = check.json?.join(' ') ?? check.args.replace(/^CMD\s+/iu, '');
  const program = /(?:^|[\s;&|/])(curl|wget)\s/u.exec(command)?.[1];
  if (program === undefined) return undefined;
  const installed = runSteps(dockerfile).some(
    ({ commands, instruction }) =>
      commands.some(
        ({ words }) =>
          words.includes('install') &&
          words.some((word) => word === program || word.startsWith(`${program}=`)),
      ) ||
      (commands.length === 0 && instruction.raw.includes(program)),
  );
  const copied = finalInstructions(dockerfile).some(
    (instruction) => instruction.keyword === 'COPY' && instruction.args.includes(program),
  );
  return installed || copied ? undefined : program;
}

function measure({ evidence: { image, run } }: MeasuredInput): Measured {
  if (image === undefined) return noImage;
  const test = image.config.healthcheck;
  if (test === null || test.length === 0 || test[0] === 'NONE')
    return { status: 'fail', message: 'The image has no health check.' };
  const evidence: EvidenceItem[] = [
    { label: 'Health check', value: test.join(' ').slice(0, 300), unit: 'text' },
  ];
  if (run === undefined) return { status: 'pass', message: 'The image has a health check.', evidence };
  // If the exercise starts the image, a declaration alone earns no points: the check must have been tried.
  if (run.normal.passedAlone === undefined)
    return skipped('Not measured: the health check could not be tested.');
  evidence.push(...withoutServiceItems(run.normal));
  const problem = passesWithout(run.normal);
  if (problem !== undefined) return { status: 'fail', ...problem, evidence };
  return {
    status: 'pass',
    message: 'The image has a health check, which fails without the service.',
    evidence,
  };
}
