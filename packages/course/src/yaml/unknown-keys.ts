import { nearestName } from '@dfm/dockerfile/syntax/nearest-name';
import { z } from 'zod';
import type { YamlPath } from './node-offset.ts';

type Definition = z.core.$ZodTypes['_zod']['def'];

export interface UnknownKey {
  path: YamlPath;
  /** A known key that the object lacks and that was probably meant. */
  meant: string | undefined;
}

/**
 * The keys of a value that a schema does not have, in any object in it, even if the value does not match the
 * schema.
 *
 * @param value a value from YAML, which consists of objects, lists and scalars
 */
export function unknownKeys(schema: z.core.$ZodType, value: unknown, path: YamlPath = []): UnknownKey[] {
  return unknownIn(alternatives(schema, value), value, path);
}

function unknownIn(definitions: readonly Definition[], value: unknown, path: YamlPath): UnknownKey[] {
  if (definitions.length === 0 || typeof value !== 'object' || value === null) return [];
  const below = (inner: readonly z.core.$ZodType[], item: unknown, key: PropertyKey) =>
    unknownIn(
      inner.flatMap((schema) => alternatives(schema, item)),
      item,
      [...path, key],
    );
  if (Array.isArray(value)) {
    const elements = definitions.flatMap((def) => (def.type === 'array' ? [def.element] : []));
    return value.flatMap((item, index) => below(elements, item, index));
  }
  const values = definitions.flatMap((def) => (def.type === 'record' ? [def.valueType] : []));
  const shapes = definitions.flatMap((def) => (def.type === 'object' ? [def.shape] : []));
  const known = new Set(shapes.flatMap((shape) => Object.keys(shape)));
  return Object.entries(value).flatMap(([key, item]) => {
    if (shapes.length === 0) return below(values, item, key);
    if (!known.has(key)) {
      const absent = [...known].filter((other) => !(other in value));
      return [{ path: [...path, key], meant: nearestName(key, absent) }];
    }
    return below(
      shapes.flatMap((shape) => shape[key] ?? []),
      item,
      key,
    );
  });
}

/** What a value may match: the options of a union, without the wrappers for defaults and missing values. */
function alternatives(schema: z.core.$ZodType, value: unknown): Definition[] {
  const def = definitionOf(schema);
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
      return alternatives(def.innerType, value);
    case 'union':
      return def.options
        .filter((option) => !('discriminator' in def) || isOption(option, String(def.discriminator), value))
        .flatMap((option) => alternatives(option, value));
    default:
      return [def];
  }
}

/** Whether a value is meant to match an option of a discriminated union. */
function isOption(option: z.core.$ZodType, discriminator: string, value: unknown): boolean {
  const def = definitionOf(option);
  const field = def.type === 'object' ? def.shape[discriminator] : undefined;
  const given: unknown =
    typeof value === 'object' && value !== null ? Reflect.get(value, discriminator) : undefined;
  return field !== undefined && z.safeParse(field, given).success;
}

/** Every schema of zod and of zod/mini has `def`, but their common type does not declare it. */
function definitionOf(schema: z.core.$ZodType): Definition {
  return (schema as z.core.$ZodType & { def: Definition }).def;
}
