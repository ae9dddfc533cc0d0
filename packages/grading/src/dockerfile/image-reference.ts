const component = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/u;
const domain = /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\[[a-fA-F0-9:]+\])(?::\d+)?$/u;
const tagPattern = /^\w[\w.-]{0,127}$/u;
const digest = /^(?:sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128})$/u;

/** Whether a text can be the name of an image, as `FROM` takes it (distribution/reference, ParseNormalizedNamed). */
export function isImageReference(text: string): boolean {
  const at = text.indexOf('@');
  if (at >= 0 && !digest.test(text.slice(at + 1))) return false;
  const named = at < 0 ? text : text.slice(0, at);
  if (named.length > 512 || /^[a-f0-9]{64}$/u.test(named)) return false;
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  if (colon >= 0 && !tagPattern.test(named.slice(colon + 1))) return false;
  const parts = (colon < 0 ? named : named.slice(0, colon)).split('/');
  const hasDomain = parts.length > 1 && (/[.:A-Z]/u.test(parts[0]!) || parts[0] === 'localhost');
  if (hasDomain && !domain.test(parts[0]!)) return false;
  return parts.slice(hasDomain ? 1 : 0).every((part) => component.test(part));
}
