interface Problem {
  /** What happened, for a learner or a teacher. */
  what: string;
  /** What they can do about it. */
  advice: string;
  /** For the people who run the LMS or this site. */
  reason: string;
}

const openAgain = 'Go back to your LMS and open the link again.';
const askTeacher =
  'Show this page to your teacher, who can pass the technical reason on to the people who run the LMS.';
const checkSetUp = 'Compare the entries under “Teach”, “LMS” with those in the LMS.';

/** Why a link of an LMS could not be opened, by the code in the address of the page that says so. */
const problems = {
  'not-a-launch': {
    what: 'This address opens only from an LMS.',
    advice: openAgain,
    reason:
      'The request has no id_token and state, has one of them twice, or is not a form sent with POST. The address in the LMS has to be that of the launch, and that of the login for the login.',
  },
  'unknown-platform': {
    what: 'This site does not know the LMS that you come from.',
    advice: askTeacher,
    reason: `No LMS with this issuer and client ID has been added, or the LMS sent no client ID and the issuer has several. ${checkSetUp}`,
  },
  'unknown-deployment': {
    what: 'This site has not been connected with the part of the LMS that you come from.',
    advice: askTeacher,
    reason: `The deployment ID is not one of those that were entered for this LMS. ${checkSetUp}`,
  },
  'foreign-target': {
    what: 'The link in the LMS leads to a different site.',
    advice: askTeacher,
    reason: 'The target_link_uri is missing, or does not begin with the address of this site.',
  },
  'other-browser': {
    what: 'Opening the link took longer than 10 minutes, or was started in a different browser.',
    advice: openAgain,
    reason:
      'The state is missing, was changed, is older than 10 minutes, or belongs to a browser without the cookie that the login sets. A browser that refuses all cookies cannot open the link.',
  },
  used: {
    what: 'This link has already been opened once.',
    advice: openAgain,
    reason:
      'The nonce of the id_token has been used. A page of the LMS that is reloaded sends the same one again.',
  },
  'platform-refused': {
    what: 'Your LMS did not sign you in.',
    advice: 'Sign in to your LMS again, then open the link.',
    reason: 'The LMS answered the login with an error instead of an id_token.',
  },
  signature: {
    what: 'This site could not verify that your LMS sent you.',
    advice: askTeacher,
    reason:
      'The id_token is not signed with RS256 by a key in the key set of the LMS. Check the address of the key set, and whether the LMS has changed its keys in the last minute.',
  },
  'keys-unreachable': {
    what: 'This site could not reach your LMS.',
    advice: 'Try again in a few minutes.',
    reason:
      'The key set of the LMS could not be fetched: it has to be JSON of at most 1 MB, answered within 5 seconds, over https, without a redirect, and not in a private network.',
  },
  'wrong-audience': {
    what: 'What your LMS sent is meant for a different site.',
    advice: askTeacher,
    reason: `The issuer (iss), the audience (aud) or the authorized party (azp) of the id_token is wrong. ${checkSetUp}`,
  },
  expired: {
    what: 'What your LMS sent is no longer valid.',
    advice: openAgain,
    reason:
      'The id_token has expired (exp), is from the future, or was issued more than 10 minutes ago (iat). A minute of difference is tolerated: check the clocks of the LMS and of this site.',
  },
  'wrong-nonce': {
    what: 'What your LMS sent does not belong to this attempt to open the link.',
    advice: openAgain,
    reason: 'The nonce of the id_token is missing, or is not that of the login.',
  },
  'not-lti': {
    what: 'Your LMS sent something that this site does not understand.',
    advice: askTeacher,
    reason:
      'The version is not 1.3.0, or the message type is neither LtiResourceLinkRequest nor LtiDeepLinkingRequest.',
  },
  'no-person': {
    what: 'Your LMS did not say who you are.',
    advice: askTeacher,
    reason:
      'The id_token has no sub, or one with more than 255 characters. Anonymous launches are not supported.',
  },
  'no-link': {
    what: 'Your LMS did not say which link you opened.',
    advice: askTeacher,
    reason: 'The id_token has no resource link with an ID of at most 255 characters.',
  },
  'no-context': {
    what: 'Your LMS did not say which course you come from.',
    advice: 'Open the link inside a course of the LMS.',
    reason: 'The id_token has no context with an ID of at most 255 characters.',
  },
  'unknown-work': {
    what: 'The link leads to something that this course does not have.',
    advice: 'Ask your teacher to choose the exercise or the lesson again in the LMS.',
    reason:
      'Neither the target_link_uri nor the custom parameters kind and slug name an exercise, or a lesson with questions.',
  },
  'no-return': {
    what: 'Your LMS did not say where the chosen content should go.',
    advice: askTeacher,
    reason:
      'The deep linking settings have no deep_link_return_url that begins with https://, or accept no content of type ltiResourceLink.',
  },
  'rate-limited': {
    what: 'Too many links were opened from your network.',
    advice: 'Try again in an hour.',
    reason: 'The limit of 20,000 requests per network and hour was reached.',
  },
} as const satisfies Record<string, Problem>;

export type LtiProblem = keyof typeof problems;

/** @param code unvalidated @returns undefined if it is none */
export function ltiProblem(code: unknown): Problem | undefined {
  return typeof code === 'string' && Object.hasOwn(problems, code) ? problems[code as LtiProblem] : undefined;
}

/** A request of an LMS that is refused, for a reason that the person is told. */
export class LtiRefusal extends Error {
  readonly problem: LtiProblem;

  constructor(problem: LtiProblem, cause?: unknown) {
    super(problem, { cause });
    this.problem = problem;
  }
}
