import { pathGlob } from '@dfm/dockerfile/context/path-glob';
import { normalised } from '@dfm/dockerfile/python/requirement';
import * as z from 'zod/mini';
import type { Check, Measured, MeasuredInput } from '../../check/check.ts';
import { textByName, texts } from '../../check/options.ts';
import { noImage, skipped } from '../../check/skipped.ts';
import type { ImageConfig } from '../../evidence/evidence.ts';
import { listed } from '../../verdict/wording.ts';
import { exposedPorts } from './exposed-ports.ts';

const optionsSchema = z.strictObject({
  files: z._default(texts.check(z.describe('Paths or patterns that must exist.')), []),
  absent: z._default(texts.check(z.describe('Paths or patterns that must not exist.')), []),
  packages: z._default(
    textByName.check(z.describe('Python packages with the version that each must have.')),
    {},
  ),
  env: z._default(textByName.check(z.describe('Environment variables with their values.')), {}),
  labels: z._default(textByName.check(z.describe('Labels with their values.')), {}),
  ports: z._default(texts.check(z.describe('Exposed ports, such as 8080 or 8080/tcp.')), []),
  user: z.optional(z.string().check(z.describe('The user, as written in the configuration of the image.'))),
  workdir: z.optional(z.string().check(z.describe('The working directory.'))),
  entrypoint: z.optional(texts.check(z.describe('The words of the entry point.'))),
  cmd: z.optional(texts.check(z.describe('The words of the command.'))),
});
type Options = z.infer<typeof optionsSchema>;

export const structure: Check<Options> = {
  meta: {
    id: 'structure',
    title: 'Image meets the requirements of the exercise',
    axis: 'runtime',
    topic: 'runtime',
    severity: 'error',
    defaultPoints: 10,
    needs: ['image'],
    also: ['container-structure-test'],
    detects:
      'Requirements of an exercise for the final image: files that must or must not exist, versions of Python packages, variables, labels, exposed ports, user, working directory, entry point and command.',
    why: 'Anyone who runs an image relies on its files and settings: the path of the model, the port, the label with the version. They are as much an interface as the requests that the service handles.',
    fix: 'Add whatever is missing to the final stage: COPY for files, and ENV, LABEL, EXPOSE, USER, WORKDIR, ENTRYPOINT and CMD for settings. Settings of a build stage are not part of the final image.',
    bad: 'FROM python:3.11-slim-bookworm AS build\nLABEL org.opencontainers.image.version=1.2.0\n\nFROM python:3.11-slim-bookworm',
    good: 'FROM python:3.11-slim-bookworm\nLABEL org.opencontainers.image.version=1.2.0',
  },
  options: optionsSchema,
  measure,
};

interface Requirement {
  what: string;
  met: boolean;
  has: string;
  wanted: string;
}

function measure({ evidence: { image }, replay, options }: MeasuredInput<Options>): Measured {
  const { files, absent, packages } = options;
  if (image === undefined || replay === undefined) return noImage;
  const paths = replay.live.map(({ path }) => path);
  const exists = (pattern: string) => {
    const glob = pathGlob(pattern);
    const folder = `${pattern.replace(/^\/+|\/+$/gu, '')}/`;
    return paths.some((path) => glob.test(path) || path.startsWith(folder));
  };
  const requirements: Requirement[] = [
    ...files.map((path) => ({ what: path, met: exists(path), has: 'missing', wanted: 'present' })),
    ...absent.map((path) => ({ what: path, met: !exists(path), has: 'present', wanted: 'absent' })),
    ...Object.entries(packages).map(([name, wanted]) => {
      const versions = image.inventory.packages
        .filter((each) => each.type === 'pypi' && normalised(each.name) === normalised(name))
        .map(({ version }) => version);
      return {
        what: name,
        met: versions.length > 0 && versions.every((version) => version === wanted),
        has: versions.length === 0 ? 'not installed' : versions.join(' and '),
        wanted,
      };
    }),
    ...settingRequirements(options, image.config),
  ];
  if (requirements.length === 0) return skipped('Not measured: the exercise has no such requirements.');
  const missed = requirements.filter(({ met }) => !met);
  const evidence = missed
    .slice(0, 8)
    .map(({ what, has, wanted }) => ({ label: what, value: has, unit: 'text' as const, wanted }));
  if (missed.length === 0)
    return { status: 'pass', message: 'The image meets all requirements of the exercise.' };
  return {
    status: 'fail',
    share: (requirements.length - missed.length) / requirements.length,
    message: `The image does not meet ${missed.length === 1 ? 'one requirement' : `${missed.length} of ${requirements.length} requirements`} of the exercise: ${listed(missed.map(({ what, has, wanted }) => `${what} is ${has}, expected ${wanted}`))}.`,
    ...(missed.every(({ wanted }) => wanted === 'absent')
      ? {
          next: 'Exclude files that must not be in the image with .dockerignore, or copy only the files that the image needs, by name.',
        }
      : {}),
    evidence,
  };
}

function settingRequirements(
  { env, labels, ports, user, workdir, entrypoint, cmd }: Options,
  config: ImageConfig,
): Requirement[] {
  const variables = new Map(
    config.env.map((entry): [string, string] => [
      entry.split('=', 1)[0]!,
      entry.slice(entry.indexOf('=') + 1),
    ]),
  );
  const exposed = exposedPorts(config);
  return [
    ...Object.entries(env).flatMap(([name, wanted]) => equal(name, variables.get(name), wanted)),
    ...Object.entries(labels).flatMap(([name, wanted]) =>
      equal(`label ${name}`, config.labels[name], wanted),
    ),
    ...ports.map((port) => ({
      what: `port ${port}`,
      met: exposed.has(port.includes('/') ? port : `${port}/tcp`),
      has: 'not exposed',
      wanted: 'exposed',
    })),
    ...equal('the user', config.user, user),
    ...equal('the working directory', config.workdir, workdir),
    ...equal('the entry point', inJson(config.entrypoint), inJson(entrypoint)),
    ...equal('the command', inJson(config.cmd), inJson(cmd)),
  ];
}

function equal(what: string, has: string | undefined, wanted: string | undefined): Requirement[] {
  if (wanted === undefined) return [];
  return [
    { what, met: has === wanted, has: has === undefined || has === '' ? 'unset' : has.slice(0, 120), wanted },
  ];
}

function inJson(words: readonly string[] | null | undefined): string | undefined {
  return words ? JSON.stringify(words) : undefined;
}
