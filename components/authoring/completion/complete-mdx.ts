import { hrefTo } from '@dfm/contracts/page-addresses';
import type { Named, NameKind, Vocabulary } from '@dfm/contracts/page-data';
import { type Candidate, type Candidates, literal } from './candidate.ts';
import { completeYaml } from './complete-yaml.ts';
import { type MdxPlace, placeInMdx } from './place-in-mdx.ts';

/** What can be written at an offset of a lesson or of a statement. */
export function completeMdx(
  text: string,
  offset: number,
  vocabulary: Vocabulary,
  kind: 'lesson' | 'statement',
): Candidates | undefined {
  const place = placeInMdx(text, offset);
  if (place === undefined) return undefined;
  if (place.kind === 'frontmatter') {
    if (kind === 'statement') return undefined;
    const found = completeYaml(place.yaml, offset - place.from, vocabulary.schemas.frontmatter, vocabulary);
    return found && { ...found, from: found.from + place.from, to: found.to + place.from };
  }
  // The editor closes a bracket as soon as it is typed.
  const isJustBegun =
    place.kind === 'component' &&
    text[place.to] === '>' &&
    !vocabulary.components.some(({ name }) => name === text.slice(place.from, place.to));
  const to = place.to + (isJustBegun ? 1 : 0);
  const next = isJustBegun ? undefined : text[to];
  return { from: place.from, to, all: candidatesAt(place, next, vocabulary, kind) };
}

function candidatesAt(
  place: Exclude<MdxPlace, { kind: 'frontmatter' }>,
  next: string | undefined,
  vocabulary: Vocabulary,
  kind: 'lesson' | 'statement',
): Candidate[] {
  const mayUse = ({ inStatement }: { inStatement: boolean }) => kind === 'lesson' || inStatement;
  const isFollowed = next !== undefined && /[=\s{>/]/.test(next) && next !== '\n';
  switch (place.kind) {
    case 'directive':
      return vocabulary.directives.filter(mayUse).map((directive) => ({
        ...described(directive),
        kind: 'directive',
        insert: next === '{' ? directive.name : directiveSnippet(directive),
      }));
    case 'directive-attribute': {
      const directive = vocabulary.directives.find(({ name }) => name === place.directive);
      return (directive?.attributes ?? []).map((name) => ({
        ...{ label: name, kind: 'option', isGiven: place.given.includes(name) },
        insert: next === '=' ? name : `${name}="$0"`,
      }));
    }
    case 'component':
      return vocabulary.components.filter(mayUse).map((component) => ({
        ...described(component),
        kind: 'component',
        // Shown next to the name: which figure to take is the question.
        detail: component.description,
        insert: isFollowed ? component.name : componentSnippet(component),
      }));
    case 'attribute':
      return attributesOf(vocabulary, place.component).map(({ isNeeded, ...attribute }) => ({
        ...described(attribute),
        kind: 'option',
        detail: isNeeded ? 'required' : undefined,
        isGiven: place.given.includes(attribute.name),
        insert: next === '=' ? attribute.name : `${attribute.name}="$0"`,
      }));
    case 'attribute-value':
      return valuesOf(place, vocabulary);
    case 'fence-option':
      return vocabulary.fence.map(({ value, ...option }) => ({
        ...described(option),
        kind: 'option',
        // `expect` may be repeated.
        isGiven: option.name !== 'expect' && place.given.includes(option.name),
        insert: value === undefined || next === '=' ? option.name : `${option.name}=${exampleSnippet(value)}`,
      }));
    case 'link':
      return links(vocabulary);
  }
}

const attributesOf = (vocabulary: Vocabulary, component: string) =>
  vocabulary.components.find(({ name }) => name === component)?.attributes ?? [];

function valuesOf(
  { component, attribute: name, given }: Extract<MdxPlace, { kind: 'attribute-value' }>,
  vocabulary: Vocabulary,
): Candidate[] {
  const attributes = attributesOf(vocabulary, component);
  const attribute = attributes.find((other) => other.name === name);
  if (attribute === undefined) return [];
  if (attribute.values) return attribute.values.map((value) => valueOf({ name: value }));
  if (attribute.names) return vocabulary.names[attribute.names].map(valueOf);
  if (name !== 'edit') return [];
  // Those of the runs that the component shows.
  const runs = attributes.flatMap((other) => (other.names === 'run' ? (given[other.name] ?? []) : []));
  const edits = runs.flatMap((run) => vocabulary.edits[run.split('/')[0]!] ?? []);
  return [...new Map(edits.map((edit) => [edit.name, valueOf(edit)])).values()];
}

const described = ({ name, detail, description }: Named) => ({ label: name, detail, description });
const valueOf = (named: Named): Candidate => ({
  ...described(named),
  kind: 'value',
  insert: literal(named.name),
});

/** From its first to its last line. The cursor ends at the first attribute, or after it. */
function directiveSnippet({ name, attributes, colons, body }: Vocabulary['directives'][number]): string {
  const given = attributes.map((attribute, index) => `${attribute}="$${index + 1}"`).join(' ');
  // Three colons are written already.
  const marks = ':'.repeat(colons);
  return `${marks.slice(3)}${name}${given === '' ? '' : `{${given}}`}\n${literal(body)}\n${marks}\n$0`;
}

function componentSnippet({ name, attributes, hasContent }: Vocabulary['components'][number]): string {
  const needed = attributes.filter(({ isNeeded }) => isNeeded);
  const given = needed.map((attribute, index) => ` ${attribute.name}="$${index + 1}"`).join('');
  return hasContent ? `${name}${given}>$0</${name}>` : `${name}${given} />$0`;
}

/** An example in quotes or braces whose inside is selected. */
function exampleSnippet(example: string): string {
  const [, open = '', inside, close = ''] = /^(["{]?)(.*?)(["}]?)$/.exec(example)!;
  return `${open}\${1:${literal(inside!)}}${literal(close)}$0`;
}

const linked = [
  ['term', (name: string) => `${hrefTo('glossary')}#${name}`],
  ['lesson', (name: string) => hrefTo('lesson', name)],
  ['exercise', (name: string) => hrefTo('exercise', name)],
  ['check', (name: string) => hrefTo('check', name)],
  ['module', (name: string) => hrefTo('module', name)],
] as const satisfies [NameKind, (name: string) => string][];

function links({ names }: Vocabulary): Candidate[] {
  return linked.flatMap(([kind, addressOf]) =>
    names[kind].map(({ name, ...about }) => valueOf({ name: addressOf(name), ...about })),
  );
}
