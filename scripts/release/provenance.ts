/** Build arguments whose values are published: the others may contain passwords, for example of a proxy. */
const PUBLISHED = ['DEBIAN', 'NODE', 'SITE_URL'];

/** What a release was made from, and with what. */
export interface Build {
  version: string;
  commit: string;
  /** Arguments for `docker build`. */
  buildArguments: readonly string[];
  /**
   * Digests of images that ours are built on or that were built elsewhere, by reference; IDs of those from no
   * registry.
   */
  inputs: ReadonlyMap<string, string>;
  /** Versions of the programs that made it. */
  builder: Record<string, string>;
}

/**
 * An in-toto statement with a SLSA provenance about files of a release. It has no times, so that the same
 * files have the same statement.
 *
 * @param digests SHA-256 by file name
 */
export function provenance(build: Build, digests: ReadonlyMap<string, string>): object {
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [...digests].map(([name, hex]) => ({ name, digest: { sha256: hex } })),
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: {
      buildDefinition: {
        // What the parameters mean: docs/operators/releases.md, “Make a release”.
        buildType: 'npm run release',
        externalParameters: { version: build.version, dockerBuild: publishedArguments(build.buildArguments) },
        resolvedDependencies: [
          { name: 'source', digest: { gitCommit: build.commit } },
          ...[...build.inputs].map(([reference, digest]) => ({
            name: reference,
            digest: { sha256: digest.replace(/^.*sha256:/, '') },
          })),
        ],
      },
      runDetails: { builder: { id: 'npm run release', version: build.builder } },
    },
  };
}

/** Options of `docker build` without the values that may be secret. */
function publishedArguments(given: readonly string[]): string[] {
  return given.flatMap((argument, index) => {
    if (!argument.startsWith('-'))
      return given[index - 1] === '--build-arg' ? [publishedVariable(argument)] : [];
    const [, variable] = /^--build-arg=(.*)$/s.exec(argument) ?? [];
    return variable === undefined
      ? [argument.split('=', 1)[0]!]
      : ['--build-arg', publishedVariable(variable)];
  });
}

function publishedVariable(variable: string): string {
  const name = variable.split('=', 1)[0]!;
  return PUBLISHED.includes(name) ? variable : name;
}
