import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

async function docker(...args: string[]): Promise<string> {
  const env = { ...process.env, DOCKER_BUILDKIT: '1' };
  return (await run('docker', args, { env, maxBuffer: 64 << 20 })).stdout.trim();
}

export const engineVersion = (): Promise<string> => docker('version', '--format', '{{.Server.Version}}');

/**
 * The base images of a Dockerfile, as its ARG instructions or the arguments of the build name them.
 *
 * @param buildArguments of `docker build`
 */
export function basesIn(dockerfile: string, buildArguments: readonly string[]): string[] {
  const given = new Map(
    buildArguments.flatMap((argument) => {
      const [, name, value] = /^(?:--build-arg=)?(DEBIAN|NODE)=(.+)$/.exec(argument) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value] as const];
    }),
  );
  return [...dockerfile.matchAll(/^ARG (DEBIAN|NODE)=(\S+)$/gm)].map(
    ([, name, value]) => given.get(name!) ?? value!,
  );
}

/** Pulls the current image of a tag. The one that the engine has may be older. */
export async function pull(reference: string): Promise<void> {
  await docker('pull', '--quiet', reference);
}

/** Digest in a registry of an image that the engine has, or its ID if it comes from none. */
export function digestOf(reference: string): Promise<string> {
  return docker(
    ...['image', 'inspect', '--format'],
    '{{if .RepoDigests}}{{index .RepoDigests 0}}{{else}}{{.Id}}{{end}}',
    reference,
  );
}

const REVISION = 'org.opencontainers.image.revision';

/** Builds one of our images. @param source folder with the source of the release */
export async function buildImage(
  reference: string,
  {
    source,
    dockerfile,
    commit,
    buildArguments,
  }: { source: string; dockerfile: string; commit: string; buildArguments: readonly string[] },
): Promise<void> {
  await docker(
    ...['build', '--file', join(source, dockerfile), '--tag', reference, '--label', `${REVISION}=${commit}`],
    ...buildArguments,
    source,
  );
}

/** @throws Error if an image that was built elsewhere has a different commit in its label, or none */
export async function checkCommit(reference: string, commit: string): Promise<void> {
  const labels = JSON.parse(
    await docker('image', 'inspect', '--format', '{{json .Config.Labels}}', reference),
  ) as Record<string, string> | null;
  const found = labels?.[REVISION];
  if (found !== commit)
    throw new Error(
      `${reference} was built from ${found ?? 'an unknown commit'}, not ${commit}: build it from this commit with --label ${REVISION}=${commit}.`,
    );
}

/** Unpacks the output of `docker save` for an image. @param folder an empty one */
export async function saveImage(reference: string, folder: string): Promise<void> {
  const archive = join(folder, '..', 'saved.tar');
  await docker('save', '--output', archive, reference);
  await run('tar', ['-x', '-f', archive, '-C', folder]);
  await rm(archive);
}

/** Copies the SBOM out of one of our images. */
export async function sbomOf(reference: string, file: string): Promise<void> {
  const container = await docker('create', reference);
  try {
    await docker('cp', `${container}:/sbom.cdx.json`, file);
  } finally {
    await docker('rm', container);
  }
}
