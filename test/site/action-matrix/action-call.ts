/** How an action is called for a role, and what is expected of it. */
import { form } from '../request.ts';
import type { Role } from '../roles.ts';
import type { World } from './world.ts';

export type Action = (...values: unknown[]) => Promise<unknown>;

/** The world as someone acts in it. */
export interface Situation extends World {
  /** ID of the account that acts. */
  ownId: string;
  /** Of the request. */
  headers: Headers;
}

/** Calls an action for someone. */
type Call = (action: Action, situation: Situation) => Promise<unknown>;

interface More {
  /** What has to be there first; by no one. */
  before?(world: World): Promise<unknown>;
  /** Whether it only answers those who may, and changes nothing. */
  isRead?: true;
  /** Tested elsewhere for those who may, because it needs something that is not here, such as a school. */
  onlyRefusals?: true;
}

export type Row = [call: Call, allowed: readonly Role[], more?: More];
/** Rows by the path of a module in `app` and the name of an action. A folder stands for its `actions.ts`. */
export type Rows = Record<string, Record<string, Row>>;

type Fields = Record<string, string>;
type Entered = Fields | ((situation: Situation) => Fields | Promise<FormData>);

/** An action that is called with values, the last state of its form, and the form. */
export function submits(values: (situation: Situation) => unknown[], entered: Entered = {}): Call {
  return async (action, situation) => {
    const fields = typeof entered === 'function' ? await entered(situation) : entered;
    return action(...values(situation), {}, fields instanceof FormData ? fields : form(fields));
  };
}

/** A form that is not about anything. */
export const own = (entered: Entered): Call => submits(() => [], entered);
/** A form about one of the parts of the world. */
export const about = (part: string, entered?: Entered): Call =>
  submits(({ parts }) => [parts[part]], entered);
