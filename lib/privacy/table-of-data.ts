/** What a column contains, as far as a person is concerned. */
export const kinds = {
  identifies: 'says who the person is, or where they connect from',
  work: 'what the person did or wrote',
  decision: 'what staff decided or did about the person',
  secret: 'gives access to the account; named in the export, without its value',
  technical: 'needed to run the site, such as keys, times and states',
  'not personal': 'about no person',
} as const;

export type Kind = keyof typeof kinds;

/**
 * How a row belongs to a person.
 *
 * `subject`: it is about them. `author`: they did something for someone else, who keeps it.
 */
export interface Belonging {
  as: 'subject' | 'author';
  /** The column that leads to the person. */
  column: string;
  /** The table whose row the column refers to, and which belongs to the person. Without it: the user itself. */
  of?: string;
  /** The column contains the person's e-mail address instead of the ID. */
  isEmail?: true;
  /** `anonymise` empties the column and removes the person's name and address from `redact`. */
  onErasure: 'delete' | 'anonymise';
  /** Columns with text that the person typed, and that stay. */
  redact?: readonly string[];
}

/** Facts about a table, and all its columns. */
export interface TableFacts {
  /** What a row is. */
  about: string;
  purpose: string;
  keptFor: string;
  belongsTo: readonly Belonging[];
  columns: Readonly<Partial<Record<Kind, readonly string[]>>>;
  /** Columns that are kept for a shorter time than the row, or for a different purpose. */
  exceptions?: Readonly<Record<string, { purpose?: string; keptFor?: string }>>;
}
