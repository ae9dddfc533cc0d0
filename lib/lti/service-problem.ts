interface Words {
  /** What happened, and what staff can do. */
  text: string;
  /** Whether nothing else that is sent to the LMS would work either, so that everything for it waits. */
  concernsAll: boolean;
}

const forAll = (text: string): Words => ({ text, concernsAll: true });
const forOne = (text: string): Words => ({ text, concernsAll: false });

/** Why an LMS did not take or give something, by the code that the database contains. */
const problems = {
  unreachable: forAll('The LMS cannot be reached. This site tries again by itself.'),
  slow: forAll('The LMS did not answer in time. This site tries again by itself.'),
  broken: forAll('The LMS reported a fault of its own. This site tries again by itself.'),
  limited: forAll('The LMS asked for a pause, because it gets too many requests.'),
  'key-refused': forAll(
    'The LMS did not accept the signature of this site. Check the client ID here, and in the LMS the address of the key set.',
  ),
  'no-token': forAll(
    'What the LMS answered is no access token. Check here the address at which it gives access tokens.',
  ),
  address: forOne(
    'The LMS named an address that does not begin with https://, or that redirects to a different one. Ask the administrator of the LMS.',
  ),
  unreadable: forOne('The LMS gave an answer that cannot be read. Ask the administrator of the LMS.'),
  'too-large': forOne('The LMS gave an answer that is too large to be read.'),
  'not-allowed': forOne(
    'The LMS does not allow this site to do this. Allow it in the settings that the tool has in the LMS, then open a link of the course there once.',
  ),
  'no-column': forOne(
    'The LMS has no column for this link and does not allow this site to create one. Allow it in the settings that the tool has in the LMS, then open the link there once.',
  ),
  'column-gone': forOne(
    'The LMS no longer has the column of this link. “Try again” creates it, and sends all points of the link again.',
  ),
  refused: forOne('The LMS refused the points. The person may have left its course.'),
} as const satisfies Record<string, Words>;

export type ServiceProblem = keyof typeof problems;

/** A problem in words. A code of a version that no longer exists is shown as it is. */
export function problemText(code: string): string {
  return isProblem(code) ? problems[code].text : code;
}

const isProblem = (code: string): code is ServiceProblem => Object.hasOwn(problems, code);

/** An LMS did not take or give something. */
export class ServiceFailure extends Error {
  readonly problem: ServiceProblem;
  /** The pause for which the LMS asked, in seconds. */
  readonly pauseSeconds: number | undefined;

  /** @param cause what happened exactly, for the log */
  constructor(problem: ServiceProblem, cause?: unknown, pauseSeconds?: number) {
    super(problem, { cause });
    this.name = 'ServiceFailure';
    this.problem = problem;
    this.pauseSeconds = pauseSeconds;
  }

  get concernsAll(): boolean {
    return problems[this.problem].concernsAll;
  }
}
