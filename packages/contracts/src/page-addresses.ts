/** The address of every page, named like the folder in `app/`. A part in brackets stands for a slug or an ID. */
export const pagePaths = {
  home: '/',
  course: '/course',
  module: '/course/[module]',
  lesson: '/lessons/[slug]',
  exercises: '/exercises',
  exercise: '/exercises/[slug]',
  labs: '/labs',
  lab: '/labs/[slug]',
  attempts: '/exercises/[slug]/attempts',
  board: '/exercises/[slug]/board',
  run: '/runs/[id]',
  progress: '/progress',
  abilities: '/what-you-can-do',
  review: '/review',
  terminal: '/terminal',
  cheatSheet: '/cheat-sheet',
  glossary: '/glossary',
  checks: '/checks',
  check: '/checks/[id]',
  otherTools: '/checks/other-tools',
  teach: '/teach',
  content: '/teach/content',
  draft: '/teach/content/[draft]',
  publishing: '/teach/content/[draft]/publish',
  contentReports: '/teach/reports',
  contentReport: '/teach/reports/[report]',
  lms: '/teach/lms',
  lmsContext: '/teach/lms/[context]',
  draftChanges: '/teach/content/[draft]/changes',
  draftMerge: '/teach/content/[draft]/merge',
  draftSave: '/teach/content/[draft]/saves/[commit]',
  versions: '/teach/versions',
  version: '/teach/versions/[version]',
  cohort: '/teach/[cohort]',
  cohortAssignments: '/teach/[cohort]/assignments',
  cohortExtensions: '/teach/[cohort]/extensions',
  cohortInsight: '/teach/[cohort]/insight',
  cohortAlike: '/teach/[cohort]/insight/[exercise]',
  cohortComparison: '/teach/[cohort]/insight/[exercise]/compare',
  cohortPeople: '/teach/[cohort]/people',
  cohortLearner: '/teach/[cohort]/people/[learner]',
  cohortLog: '/teach/[cohort]/log',
  cohortRegrades: '/teach/[cohort]/regrade',
  cohortRegrade: '/teach/[cohort]/regrade/[regrade]',
  cohortVersion: '/teach/[cohort]/version',
  cohortSettings: '/teach/[cohort]/settings',
  myClass: '/classes/[cohort]',
  join: '/join/[code]',
  ltiVisit: '/lti/[visit]',
  ltiProblem: '/lti/problem',
  signIn: '/sign-in',
  signInCode: '/sign-in/code',
  createAccount: '/create-account',
  account: '/account',
  apiTokens: '/account/tokens',
  ownReports: '/account/reports',
  link: '/links/[token]',
  operator: '/operator',
  operatorLog: '/operator/log',
  operatorPeople: '/operator/people',
  operatorSignIn: '/operator/sign-in',
  operatorPerson: '/operator/people/[person]',
} as const;

export type PageName = keyof typeof pagePaths;
type SlugsIn<Path extends string> = Path extends `${string}[${string}]${infer Rest}`
  ? [slug: string, ...SlugsIn<Rest>]
  : [];

/** The address of a page, such as `hrefTo('lesson', 'multi-stage-builds')`. */
export function hrefTo<Name extends PageName>(
  name: Name,
  ...slugs: SlugsIn<(typeof pagePaths)[Name]>
): string {
  const given: string[] = [...slugs];
  return pagePaths[name].replaceAll(/\[\w+\]/g, () => encodeURIComponent(given.shift() ?? ''));
}

/** The address of a file in the editor of a draft. @param line from 1 */
export function draftAddress(draft: string, file: string, line: number | undefined): string {
  const place = { file, ...(line !== undefined && { line: String(line) }) };
  return `${hrefTo('draft', draft)}?${new URLSearchParams(place)}`;
}

/** The page to sign in or to create an account, from which one goes on to the address `to`. */
export function signInAddress(
  page: 'signIn' | 'signInCode' | 'createAccount',
  to: string | undefined,
): string {
  return to === undefined ? hrefTo(page) : `${hrefTo(page)}?${new URLSearchParams({ to })}`;
}

/** The slug in an address of a page, such as `/lessons/multi-stage-builds`; undefined for any other address. */
export function slugOf(name: PageName, address: string): string | undefined {
  const [before = '', after] = pagePaths[name].split(/\[\w+\]/);
  if (after === undefined || !address.startsWith(before) || !address.endsWith(after)) return undefined;
  const slug = address.slice(before.length, address.length - after.length);
  return slug === '' || slug.includes('/') ? undefined : slug;
}
