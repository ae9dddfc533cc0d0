import type { ImageConfig } from '../evidence/evidence.ts';

/** A difference in the configuration of an image. Null if the setting is not set. */
export interface ConfigChange {
  setting: 'user' | 'workdir' | 'entrypoint' | 'cmd' | 'healthcheck' | 'env' | 'label' | 'port';
  /** Name of the variable, label or port. */
  name?: string;
  before: string | null;
  after: string | null;
}

/**
 * The differences between two configurations, in a fixed order and sorted by name. Commands are written as
 * JSON.
 */
export function configDiff(before: ImageConfig, after: ImageConfig): ConfigChange[] {
  const single = (setting: ConfigChange['setting'], of: (config: ImageConfig) => string | null) =>
    changes(setting, new Map([['', of(before)]]), new Map([['', of(after)]])).map(
      ({ before: oldValue, after: newValue }) => ({ setting, before: oldValue, after: newValue }),
    );
  const command = (words: string[] | null) => (words === null ? null : JSON.stringify(words));
  return [
    ...single('user', (config) => config.user || null),
    ...single('workdir', (config) => config.workdir || null),
    ...single('entrypoint', (config) => command(config.entrypoint)),
    ...single('cmd', (config) => command(config.cmd)),
    ...single('healthcheck', (config) => command(config.healthcheck)),
    ...changes('env', variables(before), variables(after)),
    ...changes('label', new Map(Object.entries(before.labels)), new Map(Object.entries(after.labels))),
    ...changes(
      'port',
      new Map(before.ports.map((port) => [port, 'exposed'])),
      new Map(after.ports.map((port) => [port, 'exposed'])),
    ),
  ];
}

function variables({ env }: ImageConfig): Map<string, string> {
  return new Map(
    env.map((entry) =>
      entry.includes('=')
        ? [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]
        : [entry, ''],
    ),
  );
}

function changes(
  setting: ConfigChange['setting'],
  before: ReadonlyMap<string, string | null>,
  after: ReadonlyMap<string, string | null>,
): ConfigChange[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .sort()
    .map((name) => ({ setting, name, before: before.get(name) ?? null, after: after.get(name) ?? null }))
    .filter((change) => change.before !== change.after);
}
