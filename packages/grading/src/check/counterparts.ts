/** Tools with rules equivalent to our checks, in the order in which they are shown. */
const tools = [
  { name: 'hadolint', pattern: /^DL\d{4}$/u },
  { name: 'BuildKit', pattern: /^[A-Z][A-Za-z]+$/u },
  { name: 'Trivy', pattern: /^DS-\d{4}$|^Trivy\b/u },
  { name: 'Checkov', pattern: /^CKV2?_DOCKER_\d+$/u },
  { name: 'Dockle', pattern: /^CIS-DI-\d{4}$|^DKL-/u },
  // KICS identifies its rules by UUIDs. We use the titles of its queries, with hyphens.
  { name: 'KICS', pattern: /^kics:/u },
] as const;

export type CounterpartTool = (typeof tools)[number]['name'] | 'others';
export const counterpartTools: readonly CounterpartTool[] = [...tools.map(({ name }) => name), 'others'];

/**
 * A check's counterparts by tool, in the order of `counterpartTools`; tools without one are left out.
 *
 * @param also ids as in a check's metadata, `DL3009`
 */
export function counterpartsByTool(also: readonly string[]): { tool: CounterpartTool; ids: string[] }[] {
  return counterpartTools
    .map((tool) => ({ tool, ids: also.filter((id) => toolOf(id) === tool) }))
    .filter(({ ids }) => ids.length > 0);
}

/**
 * All rules, each once, of a check with several kinds of findings.
 *
 * @param byKind the equivalent rules of other tools for each kind of finding
 */
export function allRules(byKind: Readonly<Record<string, readonly string[]>>): string[] {
  return [...new Set(Object.values(byKind).flat())];
}

function toolOf(id: string): CounterpartTool {
  return tools.find(({ pattern }) => pattern.test(id))?.name ?? 'others';
}
