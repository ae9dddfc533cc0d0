import type { EngineObjectKind, LabCondition } from '@dfm/contracts/lab';
import type { EngineEvent, FoundFile, LabEngine } from './lab-engine.ts';
import { matches } from './matches.ts';

/** What has happened since a step began. */
export interface Since {
  /** The objects that existed then, as `identityOf` names them. */
  existing: ReadonlySet<string>;
  /** Conditions that ask for an event which was reported. */
  reported: ReadonlySet<LabCondition>;
}

/**
 * Whether a condition of a step is true now.
 *
 * @throws what the engine throws if it does not answer
 */
export async function isTrue(condition: LabCondition, engine: LabEngine, since: Since): Promise<boolean> {
  switch (condition.kind) {
    case 'event':
      return since.reported.has(condition);
    case 'same-image': {
      const [first, second] = await Promise.all(condition.names.map((name) => imageId(engine, name)));
      return first !== undefined && first === second;
    }
    case 'file':
      return isExpected(await engine.readFile(condition.in, condition.path), condition);
    case 'answers': {
      const answer = await engine.request(condition);
      return answer?.status === condition.status && answer.text.includes(condition.contains ?? '');
    }
    default: {
      const found = (await engine.objects(condition.kind)).filter((object) =>
        isListed(object, condition, since),
      );
      const { min, max = Infinity } = condition.count;
      return found.length >= min && found.length <= max;
    }
  }
}

type Of<Kind extends LabCondition['kind']> = Extract<LabCondition, { kind: Kind }>;

function isListed(object: unknown, condition: Of<EngineObjectKind>, { existing }: Since): boolean {
  const { kind, name, has = {}, isNew } = condition;
  if (name !== undefined && !namesOf(kind, object).includes(name)) return false;
  if (isNew && existing.has(identityOf(kind, object))) return false;
  return matches(object, has);
}

/** Whether a condition asks for an event. */
export function isMeant({ of, action, attributes }: EngineEvent, condition: Of<'event'>): boolean {
  // Some actions continue with what was executed, as in "exec_start: ls".
  return (
    of === condition.of && action.split(':')[0] === condition.action && matches(attributes, condition.has)
  );
}

function isExpected(found: FoundFile, { is, contains = '', equals }: Of<'file'>): boolean {
  if (is === 'absent') return found === 'nothing';
  if (typeof found === 'string') return false;
  const { text } = found;
  return text.includes(contains) && (equals === undefined || text.trim() === equals.trim());
}

async function imageId(engine: LabEngine, name: string): Promise<string | undefined> {
  const image = (await engine.objects('image')).find((each) => namesOf('image', each).includes(name));
  return image === undefined ? undefined : textOf(image, 'Id');
}

/** The names by which people mean an object. */
export function namesOf(kind: EngineObjectKind, object: unknown): string[] {
  if (kind === 'image') return [...textsOf(object, 'RepoTags'), ...textsOf(object, 'RepoDigests')];
  // The engine writes the names of containers with a slash.
  return [textOf(object, 'Name')?.replace(/^\//, '') ?? ''];
}

/** What stays the same as long as an object exists, and differs for one that takes its name later. */
export function identityOf(kind: EngineObjectKind, object: unknown): string {
  const id = textOf(object, 'Id') ?? `${textOf(object, 'Name')} ${textOf(object, 'CreatedAt')}`;
  return `${kind} ${id}`;
}

function textOf(object: unknown, key: string): string | undefined {
  const value = valueOf(object, key);
  return typeof value === 'string' ? value : undefined;
}

function textsOf(object: unknown, key: string): string[] {
  const value = valueOf(object, key);
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

function valueOf(object: unknown, key: string): unknown {
  return typeof object === 'object' && object !== null && Object.hasOwn(object, key)
    ? (object as Record<string, unknown>)[key]
    : undefined;
}
