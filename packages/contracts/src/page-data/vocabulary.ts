/** What a text of the content can be the name of. */
export type NameKind =
  | 'check'
  | 'exercise'
  | 'lab'
  | 'lesson'
  | 'module'
  | 'project'
  | 'run'
  | 'tag'
  | 'term';

/** Something that a text can name. */
export interface Named {
  name: string;
  /** Such as its title. */
  detail?: string | undefined;
  /** Markdown. */
  description?: string | undefined;
}

/** The part of a JSON Schema that completions use, as zod prints it, with the metadata of our schemas. */
export interface WrittenSchema {
  type?: string | undefined;
  description?: string | undefined;
  default?: unknown;
  const?: unknown;
  enum?: unknown[] | undefined;
  properties?: Record<string, WrittenSchema> | undefined;
  required?: string[] | undefined;
  items?: WrittenSchema | undefined;
  additionalProperties?: WrittenSchema | boolean | undefined;
  anyOf?: WrittenSchema[] | undefined;
  oneOf?: WrittenSchema[] | undefined;
  /** What the text is the name of. */
  names?: NameKind | undefined;
  /** The keys are the options of the check that the sibling with this key names. */
  optionsOf?: string | undefined;
}

interface WrittenAttribute extends Named {
  isNeeded: boolean;
  /** The values it may have; undefined for any text. */
  values: string[] | undefined;
  names: NameKind | undefined;
}

/** Everything that can be written in a draft: the language of the content, and the names that the draft has. */
export interface Vocabulary {
  names: Record<NameKind, Named[]>;
  /** Edits by the exercise or project that has them. */
  edits: Record<string, Named[]>;
  components: (Named & { inStatement: boolean; hasContent: boolean; attributes: WrittenAttribute[] })[];
  directives: (Named & { inStatement: boolean; attributes: string[]; colons: number; body: string })[];
  /** Options of a code fence, with an example of the value. */
  fence: (Named & { value: string | undefined })[];
  /** Options of checks in a rubric, by check and name. */
  checkOptions: Record<string, Record<string, WrittenSchema>>;
  schemas: Record<'course' | 'exercise' | 'frontmatter' | 'glossary' | 'project', WrittenSchema>;
}
