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
        // What the parameters mean: docs/operators.md, “Releases”.
        buildType: 'npm run release',
        externalParameters: { version: build.version, dockerBuild: build.buildArguments },
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
