/**
 * Where a page is listed. A page with a slug is listed once for each slug. `wide header`: in the header if
 * the screen has room for it.
 */
type Listing = 'header' | 'wide header' | 'footer' | 'search' | 'sitemap';

interface Page {
  /** Address, named like the folder in `app/`. A part in brackets stands for a slug or an ID. */
  path: string;
  /** Undefined if title and description come from the content. */
  title?: string;
  description?: string;
  /** Found by the search, but not shown. */
  searchWords?: string;
  listedIn: readonly Listing[];
  /** Path of the page whose entry in the header is highlighted on this page and those below it. */
  headerEntry?: string;
  /** Who has to be signed in to see the page. */
  signIn?: 'learner' | 'account' | 'staff' | 'admin';
  /** Slug of the page that tests and benchmarks open. */
  example?: string;
  /** Name in the page benchmark. Of several similar pages, one is measured. */
  benchmark?: string;
}

const table = {
  home: {
    path: '/',
    title: 'Docker for ML',
    description:
      'An open course on containers for machine learning. Every exercise is built, run and measured by a real engine.',
    listedIn: ['sitemap'],
    benchmark: 'home',
  },
  course: {
    path: '/course',
    title: 'Course',
    description: 'All modules, and a map of how the lessons build on each other.',
    listedIn: ['header', 'footer', 'search', 'sitemap'],
    benchmark: 'course map',
  },
  module: {
    path: '/course/[module]',
    listedIn: ['search', 'sitemap'],
    example: 'small-and-fast-images',
    benchmark: 'module',
  },
  lesson: {
    path: '/lessons/[slug]',
    listedIn: ['search', 'sitemap'],
    headerEntry: '/course',
    example: 'how-the-cache-decides',
    benchmark: 'lesson with the most figures',
  },
  exercises: {
    path: '/exercises',
    title: 'Exercises',
    description: 'Every exercise with its topics, difficulty and duration, and what you have passed.',
    listedIn: ['wide header', 'footer', 'search', 'sitemap'],
  },
  exercise: {
    path: '/exercises/[slug]',
    listedIn: ['search', 'sitemap'],
    example: 'sklearn-service',
    benchmark: 'exercise',
  },
  attempts: {
    path: '/exercises/[slug]/attempts',
    listedIn: [],
    example: 'cache-order',
  },
  board: {
    path: '/exercises/[slug]/board',
    listedIn: [],
    example: 'golf',
    benchmark: 'board',
  },
  run: { path: '/runs/[id]', listedIn: [], signIn: 'learner' },
  progress: {
    path: '/progress',
    title: 'Progress',
    description: 'What you have read, answered and built, by concept.',
    listedIn: ['wide header', 'footer', 'search', 'sitemap'],
  },
  review: {
    path: '/review',
    title: 'Review',
    description: 'Cards from the lessons you have read, each shown when you are about to forget it.',
    searchWords: 'recall flashcards spaced repetition',
    listedIn: ['wide header', 'footer', 'search', 'sitemap'],
    benchmark: 'review',
  },
  cheatSheet: {
    path: '/cheat-sheet',
    title: 'Cheat sheet',
    description: 'The commands of the course on one page, each with a link to its explanation.',
    listedIn: ['footer', 'search', 'sitemap'],
    benchmark: 'cheat sheet',
  },
  glossary: {
    path: '/glossary',
    title: 'Glossary',
    description: 'The terms of containers and images, each in one or two sentences.',
    listedIn: ['footer', 'search', 'sitemap'],
    benchmark: 'glossary',
  },
  checks: {
    path: '/checks',
    title: 'Checks',
    description: 'What the grader looks at, what it measures and why it matters.',
    listedIn: ['header', 'footer', 'search', 'sitemap'],
  },
  check: { path: '/checks/[id]', listedIn: ['search', 'sitemap'], example: 'root-user' },
  otherTools: {
    path: '/checks/other-tools',
    title: 'Rules of other tools',
    description:
      'Which of our checks corresponds to a rule of hadolint, BuildKit, Trivy, Checkov, Dockle or KICS.',
    listedIn: ['sitemap'],
  },
  teach: {
    path: '/teach',
    title: 'Teach',
    description: 'Your courses and classes.',
    listedIn: ['footer'],
    signIn: 'account',
  },
  content: {
    path: '/teach/content',
    title: 'Content',
    description: 'Drafts of the content.',
    listedIn: [],
    signIn: 'staff',
  },
  draft: { path: '/teach/content/[draft]', listedIn: [], signIn: 'staff' },
  publishing: { path: '/teach/content/[draft]/publish', listedIn: [], signIn: 'staff' },
  contentReports: {
    path: '/teach/reports',
    title: 'Reports from readers',
    description: 'What readers reported.',
    listedIn: [],
    signIn: 'staff',
  },
  contentReport: { path: '/teach/reports/[report]', listedIn: [], signIn: 'staff' },
  lms: {
    path: '/teach/lms',
    title: 'LMS',
    description: 'Exercises in your LMS.',
    listedIn: [],
    signIn: 'staff',
  },
  lmsContext: { path: '/teach/lms/[context]', listedIn: [], signIn: 'staff' },
  draftChanges: { path: '/teach/content/[draft]/changes', listedIn: [], signIn: 'staff' },
  draftMerge: { path: '/teach/content/[draft]/merge', listedIn: [], signIn: 'staff' },
  draftSave: { path: '/teach/content/[draft]/saves/[commit]', listedIn: [], signIn: 'staff' },
  versions: {
    path: '/teach/versions',
    title: 'Versions of the content',
    description: 'What was published.',
    listedIn: [],
    signIn: 'staff',
  },
  version: { path: '/teach/versions/[version]', listedIn: [], signIn: 'staff' },
  cohort: { path: '/teach/[cohort]', listedIn: [], signIn: 'staff' },
  cohortAssignments: { path: '/teach/[cohort]/assignments', listedIn: [], signIn: 'staff' },
  cohortExtensions: { path: '/teach/[cohort]/extensions', listedIn: [], signIn: 'staff' },
  cohortInsight: { path: '/teach/[cohort]/insight', listedIn: [], signIn: 'staff' },
  cohortAlike: { path: '/teach/[cohort]/insight/[exercise]', listedIn: [], signIn: 'staff' },
  cohortComparison: { path: '/teach/[cohort]/insight/[exercise]/compare', listedIn: [], signIn: 'staff' },
  cohortPeople: { path: '/teach/[cohort]/people', listedIn: [], signIn: 'staff' },
  cohortLearner: { path: '/teach/[cohort]/people/[learner]', listedIn: [], signIn: 'staff' },
  cohortLog: { path: '/teach/[cohort]/log', listedIn: [], signIn: 'staff' },
  cohortRegrades: { path: '/teach/[cohort]/regrade', listedIn: [], signIn: 'staff' },
  cohortRegrade: { path: '/teach/[cohort]/regrade/[regrade]', listedIn: [], signIn: 'staff' },
  cohortVersion: { path: '/teach/[cohort]/version', listedIn: [], signIn: 'staff' },
  cohortSettings: { path: '/teach/[cohort]/settings', listedIn: [], signIn: 'staff' },
  myClass: { path: '/classes/[cohort]', listedIn: [], signIn: 'account' },
  join: { path: '/join/[code]', listedIn: [] },
  ltiVisit: { path: '/lti/[visit]', listedIn: [] },
  ltiProblem: {
    path: '/lti/problem',
    title: 'The link could not be opened',
    description: 'Why a link of an LMS could not be opened.',
    listedIn: [],
  },
  signIn: {
    path: '/sign-in',
    title: 'Sign in',
    description: 'Sign in to your account, to continue on any device.',
    listedIn: [],
  },
  signInCode: {
    path: '/sign-in/code',
    title: 'Enter a code',
    description: 'The second step of signing in, for accounts with a second factor.',
    listedIn: [],
  },
  createAccount: {
    path: '/create-account',
    title: 'Create an account',
    description: 'Keep your work on every device, and join a class.',
    listedIn: [],
  },
  account: {
    path: '/account',
    title: 'Account',
    description: 'Your name, password and sessions.',
    listedIn: ['footer'],
    signIn: 'account',
  },
  apiTokens: {
    path: '/account/tokens',
    title: 'Tokens for programs and git',
    description: 'Read the grades of your classes with a program, or the content with git.',
    listedIn: [],
    signIn: 'account',
  },
  ownReports: {
    path: '/account/reports',
    title: 'Your reports',
    description: 'What you reported, with the answers.',
    listedIn: [],
    // With or without an account; a visitor sees that there is nothing yet.
    signIn: 'learner',
  },
  link: { path: '/links/[token]', listedIn: [] },
  operator: {
    path: '/operator',
    title: 'Operator',
    description: 'Nodes, queue and faults, for the operator of the installation.',
    listedIn: [],
    signIn: 'admin',
  },
  operatorLog: {
    path: '/operator/log',
    title: 'What staff did',
    description: 'Everything that staff and admins changed for others.',
    listedIn: [],
    signIn: 'admin',
  },
  operatorPeople: {
    path: '/operator/people',
    title: 'Requests about personal data',
    description:
      'Download everything stored about a person, turn off their second factor, or erase the person.',
    listedIn: [],
    signIn: 'admin',
  },
  operatorSignIn: {
    path: '/operator/sign-in',
    title: 'Signing in with a school',
    description: 'The schools with whose accounts people sign in.',
    listedIn: [],
    signIn: 'admin',
  },
  operatorPerson: { path: '/operator/people/[person]', listedIn: [], signIn: 'admin' },
} as const satisfies Record<string, Page>;

type Table = typeof table;
export type PageName = keyof Table;
type SlugsIn<Path extends string> = Path extends `${string}[${string}]${infer Rest}`
  ? [slug: string, ...SlugsIn<Rest>]
  : [];

/** Every page of the site, by name, in the order in which lists show them. */
export const pages: { readonly [Name in PageName]: Page & Table[Name] } = table;

const slugPart = /\[\w+\]/;

/** The pages without a slug. Their titles and descriptions are in the table. */
export const fixedPages: readonly (Page & { title: string; description: string })[] = Object.values(
  table,
).filter((page) => 'title' in page);

/** The address of a page, such as `hrefTo('lesson', 'multi-stage-builds')`. */
export function hrefTo<Name extends PageName>(name: Name, ...slugs: SlugsIn<Table[Name]['path']>): string {
  const given: string[] = [...slugs];
  return pages[name].path.replaceAll(/\[\w+\]/g, () => encodeURIComponent(given.shift() ?? ''));
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
  const [before = '', after] = pages[name].path.split(slugPart);
  if (after === undefined || !address.startsWith(before) || !address.endsWith(after)) return undefined;
  const slug = address.slice(before.length, address.length - after.length);
  return slug === '' || slug.includes('/') ? undefined : slug;
}

/**
 * Every page that needs no sign-in, with one address each: for a page with a slug, that of its example. Pages
 * whose slug is a secret have none.
 */
export function examplePages(): { name: PageName; address: string }[] {
  return (Object.keys(pages) as PageName[])
    .filter((name) => pages[name].signIn === undefined)
    .map((name) => ({ name, address: pages[name].path.replace(slugPart, pages[name].example ?? '[]') }))
    .filter(({ address }) => !address.includes('[]'));
}
