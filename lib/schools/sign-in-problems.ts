/** Why signing in with a school failed, by the code in the address of the page that says so. */
const texts = {
  refused: (school) => `${school} did not sign you in, or you cancelled.`,
  unreachable: (school) =>
    `${school} cannot be reached right now, or its answer was not valid. Try again in a few minutes.`,
  expired: () => 'Signing in took longer than 10 minutes, or was started in another browser. Try again.',
  invalid: (school) => `The answer of ${school} does not belong to this sign-in. Try again.`,
  'no-email': (school) =>
    `${school} did not send your e-mail address, without which no account can be created. Ask the people who run it.`,
  taken: (school) =>
    `An account with this address exists. Sign in with its password, then connect ${school} on your account page.`,
  limited: () => 'Your network has signed in too often. Try again in an hour.',
  'signed-out': () => 'You are no longer signed in to the account. Sign in and connect again.',
  'other-account': (school) =>
    `Your account at ${school} is connected with a different account of this site.`,
} satisfies Record<string, (school: string) => string>;

export type SignInProblem = keyof typeof texts;

/** @param code unvalidated @returns undefined if it is none */
export function signInProblemText(code: unknown, school = 'Your school'): string | undefined {
  if (typeof code !== 'string' || !Object.hasOwn(texts, code)) return undefined;
  const text: (school: string) => string = texts[code as SignInProblem];
  return text(school);
}
