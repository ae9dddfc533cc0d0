import type { Named, Vocabulary, WrittenSchema } from '@dfm/contracts/page-data';
import { type Candidate, type Candidates, literal } from './candidate.ts';
import { placeInYaml, type YamlPlace } from './place-in-yaml.ts';

/** What can be written at an offset of a YAML file with a schema. */
export function completeYaml(
  text: string,
  offset: number,
  schema: WrittenSchema,
  vocabulary: Vocabulary,
): Candidates | undefined {
  const place = placeInYaml(text, offset);
  if (place === undefined) return undefined;
  const schemas = schemasAt(schema, place, vocabulary);
  const isFollowed = /^\s*:/.test(text.slice(place.to));
  const all = [
    ...(place.at === 'value' ? [] : keysOf(schemas, place, isFollowed)),
    ...(place.at === 'key' ? [] : valuesOf(schemas, vocabulary)),
  ];
  return { from: place.from, to: place.to, all };
}

/** The schemas that the value at a path may match. */
function schemasAt(
  root: WrittenSchema,
  { path, content }: YamlPlace,
  { checkOptions }: Vocabulary,
): WrittenSchema[] {
  let schemas = alternatives(root, content);
  let value = content;
  for (const key of path) {
    const parent = value;
    value = inside(value, key);
    schemas = schemas
      .flatMap((schema) => below(schema, key))
      .flatMap((schema) => {
        const check = schema.optionsOf === undefined ? undefined : inside(parent, schema.optionsOf);
        return check === undefined
          ? alternatives(schema, value)
          : [{ properties: checkOptions[String(check)] ?? {} }];
      });
  }
  return schemas;
}

function inside(value: unknown, key: string | number): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function below(schema: WrittenSchema, key: string | number): WrittenSchema[] {
  if (typeof key === 'number') return schema.items ? [schema.items] : [];
  const known = schema.properties?.[key];
  if (known) return [known];
  return typeof schema.additionalProperties === 'object' ? [schema.additionalProperties] : [];
}

/** The options of a union that fit what is written already. */
function alternatives(schema: WrittenSchema, value: unknown): WrittenSchema[] {
  const options = schema.anyOf ?? schema.oneOf;
  if (!options) return [schema];
  return options
    .filter(({ properties = {} }) =>
      Object.entries(properties).every(([key, { const: wanted }]) => {
        const written = inside(value, key);
        return wanted === undefined || written === undefined || written === null || written === wanted;
      }),
    )
    .flatMap((option) => alternatives(option, value));
}

function keysOf(
  schemas: WrittenSchema[],
  { path, content, isFlow, at }: YamlPlace,
  isFollowed: boolean,
): Candidate[] {
  const written = path.reduce(inside, content);
  const given = at === 'key' && typeof written === 'object' && written !== null ? Object.keys(written) : [];
  const properties = schemas.flatMap((schema) =>
    Object.entries(schema.properties ?? {}).map(([key, inner]) => ({ key, inner, schema })),
  );
  return [...new Map(properties.map((property) => [property.key, property])).values()].map(
    ({ key, inner, schema }) => ({
      ...{ label: key, kind: 'key', description: explained(inner), isGiven: given.includes(key) },
      detail: schema.required?.includes(key) ? 'required' : undefined,
      insert: isFollowed ? key : `${key}:${afterKey(inner, isFlow)}`,
    }),
  );
}

/** A value on the same line, a list of scalars in brackets, or a block below. */
function afterKey(schema: WrittenSchema, isFlow: boolean): string {
  const isBlock = (inner: WrittenSchema | undefined) =>
    inner?.type === 'object' || inner?.anyOf || inner?.oneOf;
  if (schema.type === 'array') return isFlow || !isBlock(schema.items) ? ' [$0]' : '\n  - $0';
  if (schema.type === 'object') return isFlow ? ' { $0 }' : '\n  $0';
  return ' $0';
}

/** The description of a key, with its default. */
function explained({ description = '', default: value }: WrittenSchema): string | undefined {
  const isShown = value !== undefined && JSON.stringify(value).length < 40;
  const sentence = isShown ? `Default: \`${JSON.stringify(value)}\`.` : '';
  return [description, sentence].filter((part) => part !== '').join('\n\n') || undefined;
}

function valuesOf(schemas: WrittenSchema[], { names }: Vocabulary): Candidate[] {
  const found = schemas.flatMap((schema): Named[] => {
    if (schema.names !== undefined) return names[schema.names];
    if (schema.type === 'boolean' || schema.type === 'true or false')
      return [{ name: 'true' }, { name: 'false' }];
    const values = schema.enum ?? (schema.const === undefined ? [] : [schema.const]);
    return values.map((value) => ({ name: String(value) }));
  });
  return found.map(({ name, detail, description }) => ({
    ...{ label: name, kind: 'value', detail, description },
    insert: literal(name),
  }));
}
