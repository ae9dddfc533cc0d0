import { type PageName, pagePaths } from './page-addresses.ts';

/**
 * Where a page is listed. A page with a slug is listed once for each slug. `wide header`: in the header if
 * the screen has room for it.
 */
type Listing = 'header' | 'wide header' | 'footer' | 'search' | 'sitemap';

interface Page {
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
    title: 'Docker for ML',
    description:
      'An open course on containers for machine learning. Every exercise is built, run and measured by a real engine.',
    listedIn: ['sitemap'],
    benchmark: 'home',
  },
  course: {
    title: 'Course',
    description: 'All modules, and a map of how the lessons build on each other.',
    listedIn: ['header', 'footer', 'search', 'sitemap'],
    benchmark: 'course map',
  },
  module: {
    listedIn: ['search', 'sitemap'],
    example: 'small-and-fast-images',
    benchmark: 'module',
  },
  lesson: {
    listedIn: ['search', 'sitemap'],
    headerEntry: '/course',
    example: 'how-the-cache-decides',
    benchmark: 'lesson with the most figures',
  },
  exercises: {
    title: 'Exercises',
    description: 'Every exercise with its topics, difficulty and duration, and what you have passed.',
    listedIn: ['wide header', 'footer', 'search', 'sitemap'],
  },
  exercise: {
    listedIn: ['search', 'sitemap'],
    example: 'sklearn-service',
    benchmark: 'exercise',
  },
  labs: {
    title: 'Labs',
    description: 'Tasks at a terminal with a real Docker Engine, step by step.',
    searchWords: 'hands-on terminal practice scenario',
    listedIn: ['wide header', 'footer', 'search', 'sitemap'],
  },
  lab: {
    listedIn: ['search', 'sitemap'],
    headerEntry: '/labs',
    example: 'first-container',
    benchmark: 'lab',
  },
  attempts: {
    listedIn: [],
    example: 'cache-order',
  },
  board: {
    listedIn: [],
    example: 'golf',
    benchmark: 'board',
  },
  run: { listedIn: [], signIn: 'learner' },
  progress: {
    title: 'Progress',
    description: 'What you have read, answered and built, by concept.',
    listedIn: ['wide header', 'footer', 'search', 'sitemap'],
  },
  abilities: {
    title: 'What you can do now',
    description: 'What you have built, with its measured results, to print or to show.',
    searchWords: 'certificate achievements print',
    listedIn: ['footer', 'search'],
    headerEntry: '/progress',
  },
  review: {
    title: 'Review',
    description: 'Cards from the lessons you have read, each shown when you are about to forget it.',
    searchWords: 'recall flashcards spaced repetition',
    listedIn: ['wide header', 'footer', 'search', 'sitemap'],
    benchmark: 'review',
  },
  terminal: {
    title: 'Playground',
    description: 'A terminal on a sandbox of your own, with a real Docker Engine.',
    searchWords: 'terminal shell console sandbox command line',
    listedIn: ['wide header', 'footer', 'search', 'sitemap'],
    benchmark: 'terminal',
  },
  cheatSheet: {
    title: 'Cheat sheet',
    description: 'The commands of the course on one page, each with a link to its explanation.',
    listedIn: ['footer', 'search', 'sitemap'],
    benchmark: 'cheat sheet',
  },
  glossary: {
    title: 'Glossary',
    description: 'The terms of containers and images, each in one or two sentences.',
    listedIn: ['footer', 'search', 'sitemap'],
    benchmark: 'glossary',
  },
  checks: {
    title: 'Checks',
    description: 'What the grader looks at, what it measures and why it matters.',
    listedIn: ['header', 'footer', 'search', 'sitemap'],
  },
  check: { listedIn: ['search', 'sitemap'], example: 'root-user' },
  otherTools: {
    title: 'Rules of other tools',
    description:
      'Which of our checks corresponds to a rule of hadolint, BuildKit, Trivy, Checkov, Dockle or KICS.',
    listedIn: ['sitemap'],
  },
  teach: {
    title: 'Teach',
    description: 'Your courses and classes.',
    listedIn: ['footer'],
    signIn: 'account',
  },
  content: {
    title: 'Content',
    description: 'Drafts of the content.',
    listedIn: [],
    signIn: 'staff',
  },
  draft: { listedIn: [], signIn: 'staff' },
  publishing: { listedIn: [], signIn: 'staff' },
  contentReports: {
    title: 'Reports from readers',
    description: 'What readers reported.',
    listedIn: [],
    signIn: 'staff',
  },
  contentReport: { listedIn: [], signIn: 'staff' },
  lms: {
    title: 'LMS',
    description: 'Exercises in your LMS.',
    listedIn: [],
    signIn: 'staff',
  },
  lmsContext: { listedIn: [], signIn: 'staff' },
  draftChanges: { listedIn: [], signIn: 'staff' },
  draftMerge: { listedIn: [], signIn: 'staff' },
  draftSave: { listedIn: [], signIn: 'staff' },
  versions: {
    title: 'Versions of the content',
    description: 'What was published.',
    listedIn: [],
    signIn: 'staff',
  },
  version: { listedIn: [], signIn: 'staff' },
  cohort: { listedIn: [], signIn: 'staff' },
  cohortAssignments: { listedIn: [], signIn: 'staff' },
  cohortExtensions: { listedIn: [], signIn: 'staff' },
  cohortInsight: { listedIn: [], signIn: 'staff' },
  cohortAlike: { listedIn: [], signIn: 'staff' },
  cohortComparison: { listedIn: [], signIn: 'staff' },
  cohortPeople: { listedIn: [], signIn: 'staff' },
  cohortLearner: { listedIn: [], signIn: 'staff' },
  cohortLog: { listedIn: [], signIn: 'staff' },
  cohortRegrades: { listedIn: [], signIn: 'staff' },
  cohortRegrade: { listedIn: [], signIn: 'staff' },
  cohortVersion: { listedIn: [], signIn: 'staff' },
  cohortSettings: { listedIn: [], signIn: 'staff' },
  myClass: { listedIn: [], signIn: 'account' },
  join: { listedIn: [] },
  ltiVisit: { listedIn: [] },
  ltiProblem: {
    title: 'The link could not be opened',
    description: 'Why a link of an LMS could not be opened.',
    listedIn: [],
  },
  signIn: {
    title: 'Sign in',
    description: 'Sign in to your account, to continue on any device.',
    listedIn: [],
  },
  signInCode: {
    title: 'Enter a code',
    description: 'The second step of signing in, for accounts with a second factor.',
    listedIn: [],
  },
  createAccount: {
    title: 'Create an account',
    description: 'Keep your work on every device, and join a class.',
    listedIn: [],
  },
  account: {
    title: 'Account',
    description: 'Your name, password and sessions.',
    listedIn: ['footer'],
    signIn: 'account',
  },
  apiTokens: {
    title: 'Tokens for programs and git',
    description: 'Read the grades of your classes with a program, or the content with git.',
    listedIn: [],
    signIn: 'account',
  },
  ownReports: {
    title: 'Your reports',
    description: 'What you reported, with the answers.',
    listedIn: [],
    // With or without an account; a visitor sees that there is nothing yet.
    signIn: 'learner',
  },
  link: { listedIn: [] },
  operator: {
    title: 'Operator',
    description: 'Nodes, queue and faults, for the operator of the installation.',
    listedIn: [],
    signIn: 'admin',
  },
  operatorLog: {
    title: 'What staff did',
    description: 'Everything that staff and admins changed for others.',
    listedIn: [],
    signIn: 'admin',
  },
  operatorPeople: {
    title: 'Requests about personal data',
    description:
      'Download everything stored about a person, turn off their second factor, or erase the person.',
    listedIn: [],
    signIn: 'admin',
  },
  operatorSignIn: {
    title: 'Signing in with a school',
    description: 'The schools with whose accounts people sign in.',
    listedIn: [],
    signIn: 'admin',
  },
  operatorPerson: { listedIn: [], signIn: 'admin' },
} as const satisfies Record<PageName, Page>;

type Listed<Name extends PageName> = Page & (typeof table)[Name] & { path: (typeof pagePaths)[Name] };

/** Every page of the site, by name, in the order in which lists show them. */
export const pages = Object.fromEntries(
  Object.entries(table).map(([name, page]) => [name, { path: pagePaths[name as PageName], ...page }]),
) as { readonly [Name in PageName]: Listed<Name> };

/** The pages without a slug. Their titles and descriptions are in the table. */
export const fixedPages: readonly (Page & { path: string; title: string; description: string })[] =
  Object.values(pages).filter((page): page is Extract<typeof page, { title: string }> => 'title' in page);

/**
 * Every page that needs no sign-in, with one address each: for a page with a slug, that of its example. Pages
 * whose slug is a secret have none.
 */
export function examplePages(): { name: PageName; address: string }[] {
  return (Object.keys(pages) as PageName[])
    .filter((name) => pages[name].signIn === undefined)
    .map((name) => ({ name, address: pages[name].path.replace(/\[\w+\]/, pages[name].example ?? '[]') }))
    .filter(({ address }) => !address.includes('[]'));
}
