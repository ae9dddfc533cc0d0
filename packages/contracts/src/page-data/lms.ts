import type { AssignmentKindName } from './teaching.ts';

/** An LMS that opens this site, as the instructors of its course see it. */
export interface ConnectedLms {
  id: string;
  name: string;
  /** Name of the course of this site. */
  course: string;
  issuer: string;
  clientId: string;
  authUrl: string;
  tokenUrl: string;
  jwksUrl: string;
  deployments: readonly string[];
  contexts: readonly LmsContextRow[];
  /** Number of accounts that are connected with it. */
  accounts: number;
  /** How many of them have no other way to sign in. */
  stranded: number;
}

/** A course of an LMS in a list. */
export interface LmsContextRow {
  id: string;
  title: string;
  /** Name of the class; undefined if none was chosen. */
  cohort: string | undefined;
  /** Number of links from there. */
  links: number;
}

/** A course of an LMS with its links. */
export interface LmsContext {
  id: string;
  title: string;
  lms: string;
  cohort: { id: string; name: string } | undefined;
  lastSeenAt: string;
  links: readonly LmsLink[];
}

/** A link in a course of an LMS. */
export interface LmsLink {
  id: string;
  kind: AssignmentKindName;
  /** Title of the exercise or the lesson. */
  title: string;
  /** Whether the class is assigned it; without a class it is not. */
  isAssigned: boolean;
  /** Whether the LMS has a column for it in its gradebook. */
  hasColumn: boolean;
}

/** A key with which this site signs for LMSs. */
export interface ToolKey {
  id: string;
  since: string;
  /** Until when the key set contains it; undefined for the one that signs. */
  until: string | undefined;
}

/** A choice in a form. */
export interface ClassChoice {
  id: string;
  name: string;
}

/** What links of an LMS can lead to, by module. */
export interface LinkableModule {
  slug: string;
  title: string;
  items: readonly { kind: AssignmentKindName; slug: string; title: string; isAssigned: boolean }[];
}
