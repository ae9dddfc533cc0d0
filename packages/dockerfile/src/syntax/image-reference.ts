const component = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/u;
const domain =
  /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\[[a-fA-F0-9:]+\])(?::\d+)?$/u;
const tagPattern = /^\w[\w.-]{0,127}$/u;
const digestPattern = /^(?:sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128})$/u;

/** The parts of a reference as written; undefined for a part that is left out. */
export interface ReferenceParts {
  /** Host of the registry, with its port if it has one. */
  registry: string | undefined;
  /** Path in the registry: owner and name, or only the name. */
  repository: string;
  tag: string | undefined;
  /** With its algorithm: `sha256:…`. */
  digest: string | undefined;
}

/** Why a text is not a reference. `id`: 64 hexadecimal digits on their own are an image id. */
export type ReferenceProblem = 'registry' | 'repository' | 'tag' | 'digest' | 'id' | 'length';

/**
 * Splits an image name into its parts, as `FROM` and `docker pull` do (distribution/reference,
 * ParseNormalizedNamed).
 *
 * @returns the parts, or the first part that is invalid. Missing parts are not filled in; `fullReference`
 *   does that.
 */
export function readReference(text: string): ReferenceParts | ReferenceProblem {
  const at = text.indexOf('@');
  const digest = at < 0 ? undefined : text.slice(at + 1);
  if (digest !== undefined && !digestPattern.test(digest)) return 'digest';
  const named = at < 0 ? text : text.slice(0, at);
  if (named.length > 512) return 'length';
  if (/^[a-f0-9]{64}$/u.test(named)) return 'id';
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  const tag = colon < 0 ? undefined : named.slice(colon + 1);
  if (tag !== undefined && !tagPattern.test(tag)) return 'tag';
  const path = colon < 0 ? named : named.slice(0, colon);
  const first = path.split('/', 1)[0]!;
  const hasRegistry = path.includes('/') && (/[.:A-Z]/u.test(first) || first === 'localhost');
  if (hasRegistry && !domain.test(first)) return 'registry';
  const repository = hasRegistry ? path.slice(first.length + 1) : path;
  if (!repository.split('/').every((part) => component.test(part))) return 'repository';
  return { registry: hasRegistry ? first : undefined, repository, tag, digest };
}

/** Whether a text is a valid image name for `FROM`. */
export function isImageReference(text: string): boolean {
  return typeof readReference(text) !== 'string';
}

/**
 * The parts, with Docker's defaults for those left out: the registry `docker.io`, the owner `library` in that
 * registry, and the tag `latest` if there is neither a tag nor a digest. A tag next to a digest is kept,
 * although it has no effect.
 */
export function fullReference({
  registry,
  repository,
  tag,
  digest,
}: ReferenceParts): ReferenceParts & { registry: string } {
  const host = registry === undefined || registry === 'index.docker.io' ? 'docker.io' : registry;
  return {
    registry: host,
    repository: host === 'docker.io' && !repository.includes('/') ? `library/${repository}` : repository,
    tag: tag ?? (digest === undefined ? 'latest' : undefined),
    digest,
  };
}
