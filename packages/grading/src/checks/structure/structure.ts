import { pathGlob } from '@dfm/dockerfile/context/path-glob';
import { normalised } from '@dfm/dockerfile/python/requirement';
import * as z from 'zod/mini';
import type { Check, Measured, MeasuredInput } from '../../check/check.ts';
import { textByNameOption, textsOption } from '../../check/options.ts';
import { noImage, skipped } from '../../check/skipped.ts';
import type { ImageConfig } from '../../evidence/evidence.ts';
import { listed } from '../../verdict/wording.ts';
import { exposedPorts } from './exposed-ports.ts';

const optionsSchema = z.strictObject({
  /** Paths or patterns that must be there. */
  files: textsOption,
  absent: textsOption,
  /** Python packages with the version each must have. */
  packages: textByNameOption,
  env: textByNameOption,
  labels: textByNameOption,
  /** `8080` or `8080/tcp`. */
  ports: textsOption,
  user: z.optional(z.string()),
  workdir: z.optional(z.string()),
  entrypoint: z.optional(z.array(z.string())),
  cmd: z.optional(z.array(z.string())),
});
type Options = z.infer<typeof optionsSchema>;

export const structure: Check<Options> = {
  meta: {
    id: 'structure',
    title: 'The image is made as the exercise demands',
    axis: 'runtime',
    topic: 'runtime',
    severity: 'error',
    defaultPoints: 10,
    needs: ['image'],
    also: ['container-structure-test'],
    detects:
      'What an exercise demands of the finished image: files that must be there or must not, Python packages in a version, variables, labels, exposed ports, user, working directory, entry point and command.',
    why: 'Whoever runs an image relies on its files and its settings: the path of the model, the port, the label that names the version. They are as much an interface as the requests it answers.',
    fix: 'Set what is missing in the final stage: COPY for files, ENV, LABEL, EXPOSE, USER, WORKDIR, ENTRYPOINT and CMD for the rest. What a build stage sets does not reach the final image.',
    bad: 'FROM python:3.11-slim-bookworm AS build\nLABEL org.opencontainers.image.version=1.2.0\n\nFROM python:3.11-slim-bookworm',
    good: 'FROM python:3.11-slim-bookworm\nLABEL org.opencontainers.image.version=1.2.0',
  },
  options: optionsSchema,
  measure,
};

interface Demand {
  what: string;
  met: boolean;
  has: string;
  wanted: string;
}

function measure({ evidence: { image }, replay, options }: MeasuredInput<Options>): Measured {
  const { files, absent, packages } = options;
  if (image === undefined || replay === undefined) return noImage;
  const paths = replay.live.map(({ path }) => path);
  const there = (pattern: string) => {
    const glob = pathGlob(pattern);
    const folder = `${pattern.replace(/^\/+|\/+$/gu, '')}/`;
    return paths.some((path) => glob.test(path) || path.startsWith(folder));
  };
  const demands: Demand[] = [
    ...files.map((path) => ({ what: path, met: there(path), has: 'missing', wanted: 'present' })),
    ...absent.map((path) => ({ what: path, met: !there(path), has: 'present', wanted: 'absent' })),
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
    ...settingDemands(options, image.config),
  ];
  if (demands.length === 0) return skipped('Not measured: the exercise demands nothing of the kind.');
  const missed = demands.filter(({ met }) => !met);
  const evidence = missed
    .slice(0, 8)
    .map(({ what, has, wanted }) => ({ label: what, value: has, unit: 'text' as const, wanted }));
  if (missed.length === 0) return { status: 'pass', message: 'The image is made as the exercise demands.' };
  return {
    status: 'fail',
    share: (demands.length - missed.length) / demands.length,
    message: `${missed.length === 1 ? 'One thing that the exercise demands is' : `${missed.length} of ${demands.length} things that the exercise demands are`} not so: ${listed(missed.map(({ what, has, wanted }) => `${what} is ${has}, wanted ${wanted}`))}.`,
    ...(missed.every(({ wanted }) => wanted === 'absent')
      ? {
          next: 'Keep out what must not be there: leave it out of the build context by .dockerignore, or copy by name what the image needs.',
        }
      : {}),
    evidence,
  };
}

function settingDemands(
  { env, labels, ports, user, workdir, entrypoint, cmd }: Options,
  config: ImageConfig,
): Demand[] {
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

function equal(what: string, has: string | undefined, wanted: string | undefined): Demand[] {
  if (wanted === undefined) return [];
  return [
    { what, met: has === wanted, has: has === undefined || has === '' ? 'unset' : has.slice(0, 120), wanted },
  ];
}

function inJson(words: readonly string[] | null | undefined): string | undefined {
  return words ? JSON.stringify(words) : undefined;
}
