import type { Check, Measured, MeasuredInput } from '../check.ts';
import type { ImageConfig } from '../evidence.ts';
import { exposedPorts } from '../image/exposed-ports.ts';
import { pathGlob } from '../image/path-glob.ts';
import { noImage, skipped } from '../score/measured.ts';
import { mapOption, stringOption, stringsOption } from '../score/options.ts';
import { listed } from '../score/wording.ts';
import { normalised } from '../static/requirement.ts';

export const structure: Check = {
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
  measure,
};

interface Demand {
  what: string;
  met: boolean;
  has: string;
  wanted: string;
}

function measure({ evidence: { image }, replay, options }: MeasuredInput): Measured {
  const files = stringsOption(options, 'files');
  const absent = stringsOption(options, 'absent');
  const packages = mapOption(options, 'packages');
  const settings = wantedSettings(options);
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
    ...[...packages].map(([name, wanted]) => {
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
    ...settings.flatMap((read) => read(image.config)),
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

/** The rubric's demands on the configuration, checked for their form before any image is looked at. */
function wantedSettings(options: Record<string, unknown>): ((config: ImageConfig) => Demand[])[] {
  const env = mapOption(options, 'env');
  const labels = mapOption(options, 'labels');
  const ports = stringsOption(options, 'ports');
  const user = stringOption(options, 'user');
  const workdir = stringOption(options, 'workdir');
  const entrypoint = options['entrypoint'] === undefined ? undefined : stringsOption(options, 'entrypoint');
  const cmd = options['cmd'] === undefined ? undefined : stringsOption(options, 'cmd');
  const equal = (what: string, has: string | undefined, wanted: string | undefined): Demand[] =>
    wanted === undefined
      ? []
      : [
          {
            what,
            met: has === wanted,
            has: has === undefined || has === '' ? 'unset' : has.slice(0, 120),
            wanted,
          },
        ];
  return [
    (config) => {
      const set = new Map(
        config.env.map((entry): [string, string] => [
          entry.split('=', 1)[0]!,
          entry.slice(entry.indexOf('=') + 1),
        ]),
      );
      return [...env].flatMap(([name, wanted]) => equal(name, set.get(name), wanted));
    },
    (config) => [...labels].flatMap(([name, wanted]) => equal(`label ${name}`, config.labels[name], wanted)),
    (config) => {
      const exposed = exposedPorts(config);
      return ports.map((port) => ({
        what: `port ${port}`,
        met: exposed.has(port.includes('/') ? port : `${port}/tcp`),
        has: 'not exposed',
        wanted: 'exposed',
      }));
    },
    (config) => equal('the user', config.user, user),
    (config) => equal('the working directory', config.workdir, workdir),
    (config) =>
      equal(
        'the entry point',
        config.entrypoint === null ? undefined : JSON.stringify(config.entrypoint),
        entrypoint === undefined ? undefined : JSON.stringify(entrypoint),
      ),
    (config) =>
      equal(
        'the command',
        config.cmd === null ? undefined : JSON.stringify(config.cmd),
        cmd === undefined ? undefined : JSON.stringify(cmd),
      ),
  ];
}
