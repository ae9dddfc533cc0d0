import * as z from 'zod/mini';
import type { Check } from './check.ts';
import { optionsSchema } from './options.ts';

/** The documentation of an option that a rubric may set for a check. */
export interface OptionDoc {
  name: string;
  /** Such as `number` or `list of texts`. */
  type: string;
  /** The value if the rubric does not set it, in YAML; undefined if it then has none. */
  default: string | undefined;
  /** A sentence, with the unit. */
  description: string;
}

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The options of a check, from its schema. */
export function optionDocs(check: Check): OptionDoc[] {
  const { properties = {} } = z.toJSONSchema(optionsSchema(check), { io: 'input' }) as JsonSchema;
  return Object.entries(properties).flatMap(([name, schema]) =>
    typeof schema === 'boolean'
      ? []
      : [
          {
            name,
            type: typeName(schema),
            default: schema.default === undefined ? undefined : JSON.stringify(schema.default),
            description: schema.description ?? '',
          },
        ],
  );
}

const names: Record<string, string> = {
  number: 'number',
  integer: 'whole number',
  boolean: 'true or false',
  string: 'text',
};

function typeName(schema: unknown): string {
  const { type, items, additionalProperties, enum: values } = schema as JsonSchema;
  if (values !== undefined) return values.join(' or ');
  if (type === 'array') return `list of ${plural(typeName(items))}`;
  if (type === 'object') return `${typeName(additionalProperties)} by name`;
  return typeof type === 'string' ? (names[type] ?? '') : '';
}

function plural(name: string): string {
  return name.endsWith('text') || name.endsWith('number') ? `${name}s` : name;
}
