import { truncate } from '@dfm/contracts/truncate';
import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import type { BuildContext } from '@dfm/dockerfile/context/build-source';
import { pathGlob } from '@dfm/dockerfile/context/path-glob';
import { isWholeContext } from '@dfm/dockerfile/copies/copies';
import { factsOf } from '@dfm/dockerfile/syntax/instruction-facts';
import { flagValues } from '@dfm/dockerfile/syntax/model';
import type { Dockerfile, Instruction } from '@dfm/dockerfile/syntax/model';
import { isInside } from '@dfm/dockerfile/syntax/mounts';
import { triggerOf } from '@dfm/dockerfile/syntax/on-build';
import { rangeInArgs, rangeOf } from '@dfm/dockerfile/syntax/source-range';
import {
  assignmentsOf,
  finalStage,
  resolvePath,
  stageChain,
  walkStages,
} from '@dfm/dockerfile/syntax/stages';
import type { StageState } from '@dfm/dockerfile/syntax/stages';
import { substitute } from '@dfm/dockerfile/syntax/substitute';
import { splitWords, unquote } from '@dfm/dockerfile/syntax/words';
import type { Check, Measured, MeasuredInput, StaticFinding } from '../../check/check.ts';
import { noImage } from '../../check/skipped.ts';
import { listed } from '../../verdict/wording.ts';
import { secretFileKind } from './secret-files.ts';

export const secretFileCopied: Check = {
  meta: {
    id: 'secret-file-copied',
    title: 'File with secrets copied into the image',
    axis: 'security',
    topic: 'security',
    severity: 'error',
    defaultPoints: 10,
    needs: ['static', 'context', 'image'],
    also: ['CIS-DI-0010'],
    detects:
      'COPY and ADD of .env, private keys, kaggle.json, .netrc, .npmrc, cloud and registry credentials and similar files, by name or as part of a folder, and such files in the layers of the built image.',
    why: 'Anyone who can pull the image can read the file. Removing the file in a later step only hides it: the layer that contains it is still part of the image.',
    fix: 'List the file in .dockerignore, and pass it to the step that needs it with RUN --mount=type=secret. Revoke all secrets that were in an image that left your machine.',
    bad: 'COPY .env app.py ./',
    good: 'COPY app.py ./\nRUN --mount=type=secret,id=env,target=/srv/.env python fetch.py',
  },
  findings,
  measure,
};

/** Variables whose value is the path of such a file (from the list of Trivy's DS-0031). */
const pathVariables = new Set(['AWS_CONFIG_FILE', 'HF_TOKEN_PATH', 'GOOGLE_APPLICATION_CREDENTIALS']);
/** Files and copies beyond this limit are not compared, so that the work stays linear. */
const maxCompared = 200;

function findings({ dockerfile, context }: BuildSource): StaticFinding[] {
  const shipped = new Set(stageChain(dockerfile, finalStage(dockerfile)).map(({ index }) => index));
  const inContext = secretsOf(context);
  const texts = new Map(context?.files.map(({ path, text }) => [path, text]));
  const found: StaticFinding[] = [];
  const copied: string[] = [];
  walkStages(dockerfile, (written, state, stage) => {
    const instruction = triggerOf(written, dockerfile.escape);
    const { keyword } = instruction;
    const pathFinding =
      keyword === 'ENV' ? credentialsPath(instruction, copied, state, dockerfile) : undefined;
    if (pathFinding !== undefined) found.push(pathFinding);
    if (!factsOf(keyword).copiesFiles) return;
    const copy = readCopy(instruction, state, dockerfile);
    if (copy === undefined) return;
    if (copied.length < maxCompared) copied.push(resolvePath(state.workdir, copy.destination));
    const secret =
      namedSecret(copy, texts) ??
      (copy.fromContext ? secretInFolder(copy, instruction, inContext) : undefined);
    if (secret === undefined) return;
    const message = `This copies ${truncate(secret.path)} (${secret.what}), and ${shipped.has(stage.index) ? 'anyone who has the image can read it' : 'it stays in the build cache'}. List it in .dockerignore, and mount it with RUN --mount=type=secret where it is needed.`;
    found.push({
      ...rangeOf(written),
      ...(shipped.has(stage.index) ? {} : { severity: 'warning' as const }),
      message,
    });
  });
  return found;
}

interface ReadCopy {
  sources: string[];
  destination: string;
  heredoc: boolean;
  fromContext: boolean;
}

function readCopy(
  instruction: Instruction,
  { variables }: StageState,
  { escape }: Dockerfile,
): ReadCopy | undefined {
  const written = instruction.json ?? splitWords(instruction.args, escape).map(({ text }) => text);
  const words = written.map((word) => substitute(word, variables, escape) ?? unquote(word, escape));
  if (words.length < 2) return undefined;
  const all = words.slice(0, -1);
  const sources = all.filter((word) => !word.startsWith('<<') && !/^(?:https?|ftp):\/\//u.test(word));
  return {
    sources,
    destination: words.at(-1)!,
    heredoc: all.length > sources.length,
    fromContext: flagValues(instruction, 'from').length === 0,
  };
}

interface Secret {
  path: string;
  what: string;
}

function secretsOf(context: BuildContext | undefined): Secret[] {
  const found: Secret[] = [];
  for (const { path, text } of context?.files ?? []) {
    const what = secretFileKind(path, text);
    if (what !== undefined && found.length < maxCompared) found.push({ path, what });
  }
  return found;
}

/**
 * A source, or its destination file, whose name indicates a secret. If its content is known, the content
 * decides.
 */
function namedSecret(
  { sources, destination, heredoc, fromContext }: ReadCopy,
  texts: ReadonlyMap<string, string | undefined>,
): Secret | undefined {
  for (const path of sources) {
    const text = fromContext ? texts.get(path.replace(/^(?:\.?\/)+/u, '')) : undefined;
    const what = secretFileKind(path, text);
    if (what !== undefined) return { path, what };
    // A file that is known to be harmless, or a template, may be copied to such a name.
    if (text !== undefined || /\.(?:example|sample|template|tmpl|dist|pub)$/u.test(path)) return undefined;
  }
  const what =
    (heredoc || sources.length === 1) && !destination.endsWith('/') ? secretFileKind(destination) : undefined;
  // The content of a heredoc is in the Dockerfile, and an environment file written there need not be secret.
  return what === undefined || what === 'credentials folder' || (heredoc && what === 'environment file')
    ? undefined
    : { path: destination, what };
}

function secretInFolder(
  { sources }: ReadCopy,
  instruction: Instruction,
  inContext: readonly Secret[],
): Secret | undefined {
  if (inContext.length === 0) return undefined;
  const excluded = flagValues(instruction, 'exclude').map(pathGlob);
  const globs = sources.filter((source) => source.includes('*') || source.includes('?')).map(pathGlob);
  const folders = sources.map((source) =>
    isWholeContext(source) ? '' : source.replace(/^(?:\.?\/)+|\/+$/gu, ''),
  );
  return inContext.find(
    ({ path }) =>
      (folders.some((folder) => folder === '' || isInside(path, folder)) ||
        globs.some((glob) => glob.test(path))) &&
      !excluded.some((glob) => glob.test(path) || glob.test(path.slice(path.lastIndexOf('/') + 1))),
  );
}

/** Finds an ENV with the path of a copied credentials file. */
function credentialsPath(
  env: Instruction,
  copied: readonly string[],
  { workdir }: StageState,
  { escape }: Dockerfile,
): StaticFinding | undefined {
  const found = assignmentsOf(env, escape).find(({ name, value }) => {
    const path = pathVariables.has(name) && value !== undefined ? unquote(value, escape) : '';
    return (
      path !== '' && copied.some((target) => target !== '/' && isInside(resolvePath(workdir, path), target))
    );
  });
  if (found === undefined) return undefined;
  const { name, offset } = found;
  return {
    ...rangeInArgs(env, offset, offset + name.length),
    message: `${name} points to a path that was copied before, so the credentials are in the image. Mount the file when you start the container instead.`,
  };
}

function measure({ evidence: { image, context }, layerLines, dockerfile }: MeasuredInput): Measured {
  if (image === undefined) return noImage;
  // The list of files in a layer has no content, so files of the context that are known to be harmless are
  // recognised by name and size.
  const harmless = new Set(
    context.files
      .filter(({ path, text }) => text !== undefined && secretFileKind(path, text) === undefined)
      .map(({ path, bytes }) => identity(path, bytes)),
  );
  const files = image.layers.slice(image.baseLayers).flatMap(({ entries }, index) =>
    entries.flatMap(({ path, type, bytes }) => {
      const what =
        type === 'file' && bytes > 0 && !harmless.has(identity(path, bytes))
          ? secretFileKind(path)
          : undefined;
      return what === undefined ? [] : [{ path, what, line: layerLines[image.baseLayers + index] }];
    }),
  );
  const [first] = files;
  if (first !== undefined) {
    return {
      status: 'fail',
      line: first.line,
      message: `The layers contain ${listed(files.map(({ path, what }) => `/${truncate(path)} (${what})`))}.`,
      evidence: files
        .slice(0, 5)
        .map(({ path, what }) => ({ label: what, value: `/${path}`, unit: 'path' as const })),
    };
  }
  // Evaluated again, because a comment that silences the finding in the editor earns no points.
  const hint = findings({ dockerfile, context }).find(({ severity }) => severity === 'warning');
  if (hint === undefined)
    return { status: 'pass', message: 'No layer contains a file whose name indicates a secret.' };
  return {
    status: 'warn',
    line: hint.line,
    endLine: hint.endLine,
    message:
      'A build stage copies a file that contains a secret. The file is not in the final image, but in the build cache.',
  };
}

function identity(path: string, bytes: number): string {
  return `${bytes} ${path.slice(path.lastIndexOf('/') + 1)}`;
}
