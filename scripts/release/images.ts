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

/**
 * Makes sure that the engine has an image.
 *
 * @returns its digest in a registry, or its ID if it comes from none
 */
export async function pulled(reference: string): Promise<string> {
  const digest = () =>
    docker(
      ...['image', 'inspect', '--format'],
      '{{if .RepoDigests}}{{index .RepoDigests 0}}{{else}}{{.Id}}{{end}}',
      reference,
    );
  return digest().catch(async () => {
    await docker('pull', '--quiet', reference);
    return digest();
  });
}

/** Builds one of our images. @param source folder with the source of the release */
export async function buildImage(
  reference: string,
  {
    source,
    dockerfile,
    buildArguments,
  }: { source: string; dockerfile: string; buildArguments: readonly string[] },
): Promise<void> {
  await docker(
    ...['build', '--file', join(source, dockerfile), '--tag', reference, ...buildArguments, source],
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
