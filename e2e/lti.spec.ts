import type { Browser, Page } from '@playwright/test';
import type { LmsState, Registration, SeenRequest } from '../test/lti/lms.ts';
import { type LtiPlatform, startPlatform } from '../test/lti/platform/start-platform.ts';
import {
  becomeAdmin,
  exerciseFile,
  expect,
  expectAccessible,
  stackValue,
  test as base,
  typeIntoEditor,
  verdictTimeoutMs,
} from './fixtures.ts';
import { readLesson } from './read-lesson.ts';

const lesson = { slug: 'order-for-change-rate', title: 'Order steps by change rate' };
const exercises = {
  first: { slug: 'first-image', title: 'Package a training script in an image' },
  second: { slug: 'non-root', title: 'Run a service as a non-root user' },
};
const course = 'course-v1:School+ML+2026';

/** A link in a course of the LMS, which its people open in their browsers. */
interface LmsLink extends Registration {
  /** Opens the page of the course, as someone sees it who has signed in to the LMS. */
  visit(page: Page, username: string, how?: 'frame' | 'choose'): Promise<void>;
  /**
   * What the LMS has got from the site. `repeated`: messages with points that it had got for the same column
   * and learner before.
   */
  received(): Promise<{ columns: number; points: (number | null)[]; repeated: number }>;
}

const test = base.extend<{ lms: LmsLink }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of the fixtures from it
  lms: async ({}, use) => {
    const platform = await startPlatform();
    await use(await addToLms(platform));
    await platform.stop();
  },
});

/** Adds this site to the LMS, with a link in a course of three people. It does not say what the link opens. */
async function addToLms(platform: LtiPlatform): Promise<LmsLink> {
  const site = stackValue('E2E_URL');
  const registration = await platform.control<Registration>('register', {
    tool_keyset_url: `${site}/api/lti/jwks`,
  });
  const { resourceLinkId: link } = await platform.control<{ resourceLinkId: string }>('add_link', {
    passport: registration.passport,
    course,
    name: 'link',
    title: 'Exercise',
    login_url: `${site}/api/lti/login`,
    launch_url: `${site}/api/lti/launch`,
    choose_url: `${site}/api/lti/deep-link`,
    target_url: `${site}/`,
  });
  const people = ['Weber', 'Ada', 'Ben'].map((name) => ({
    username: name.toLowerCase(),
    name,
    email: `${name.toLowerCase()}@lms.example`,
    roles: [name === 'Weber' ? 'instructor' : 'student'],
  }));
  await platform.control('enrol', { course, people });
  return {
    ...registration,
    visit: async (page, username, how) => {
      const asked = new URLSearchParams({ link, username, ...(how !== undefined && { [how]: 'yes' }) });
      await page.goto(`${platform.origin}/course?${asked}`);
    },
    received: async () => {
      const [{ lineItems, scores }, { requests }] = await Promise.all([
        platform.control<LmsState>('state'),
        platform.control<{ requests: SeenRequest[] }>('requests'),
      ]);
      // Someone who answers slowly has points in between.
      const messages = requests.flatMap(({ path, body }) =>
        path.endsWith('/scores') ? [`${path} ${scoreIn(body)}`] : [],
      );
      return {
        columns: lineItems.length,
        points: scores.map(({ given }) => given),
        repeated: messages.length - new Set(messages).size,
      };
    },
  };
}

function scoreIn(message: string): string {
  const { userId, scoreGiven } = JSON.parse(message) as { userId: string; scoreGiven: number };
  return `${userId} ${scoreGiven}`;
}

/** A browser in which nobody has signed in to this site. */
async function newBrowser(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ baseURL: stackValue('E2E_URL'), reducedMotion: 'reduce' });
  return context.newPage();
}

/** Presses a link in the LMS. @returns the page that it opens */
async function pressLink(page: Page, name: string): Promise<Page> {
  const opened = page.context().waitForEvent('page');
  await page.getByRole('link', { name }).click();
  return opened;
}

/** Presses the link of this site in a frame of the LMS. @returns the page that it opens */
async function leaveFrame(page: Page, title: string): Promise<Page> {
  const opened = page.context().waitForEvent('page');
  const frame = page.frameLocator(`iframe[title="${title}"]`);
  await frame.getByRole('link', { name: 'Open in a new window' }).click();
  return opened;
}

async function passExercise(page: Page, slug: string): Promise<void> {
  await typeIntoEditor(page, exerciseFile(slug, 'solution/Dockerfile'));
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByText('Passed', { exact: true })).toBeVisible({ timeout: verdictTimeoutMs });
}

async function makeClass(page: Page): Promise<void> {
  // Other specs have made courses.
  const another = page.locator('summary', { hasText: 'New course' });
  if (await another.isVisible()) await another.click();
  await page.getByLabel('Course name').fill('From an LMS');
  await page.getByLabel('Class name').last().fill('Winter');
  await page.getByRole('button', { name: 'Create course and class' }).click();
  await expect(page.getByRole('heading', { name: 'Winter' })).toBeVisible();
}

async function connect(page: Page, lms: Registration): Promise<void> {
  await page.goto('/teach');
  await page.getByRole('link', { name: 'LMS', exact: true }).click();
  await expect(page.getByLabel('Issuer'), 'unfolded, because there is none').toBeVisible();
  await expectAccessible(page);
  await page.getByLabel('Course', { exact: true }).selectOption({ label: 'From an LMS' });
  for (const [label, value] of [
    ['Name', 'Open edX'],
    ['Issuer', lms.issuer],
    ['Client ID', lms.clientId],
    ['Deployment ID', lms.deploymentId],
    ['Authentication request URL', lms.authUrl],
    ['Access token URL', lms.tokenUrl],
    ['Public key set URL', lms.jwksUrl],
  ] as const)
    await page.getByLabel(label, { exact: true }).fill(value);
  await page.getByRole('button', { name: 'Connect the LMS' }).click();
  await expect(page.getByRole('heading', { name: 'Open edX' })).toBeInViewport();
  await expect(page.getByText('Nobody has come from this LMS yet.')).toBeVisible();
  await expectAccessible(page);
}

/** Chooses the class, two exercises and the questions of a lesson in a frame of the LMS, which gets them. */
async function choose(page: Page, lms: LmsLink): Promise<void> {
  await lms.visit(page, 'weber', 'choose');
  await expect(page.frameLocator('iframe').getByText('Choose exercises and lessons')).toBeVisible();
  await expectAccessible(page);
  const window = await leaveFrame(page, 'Choose content');
  await expect(window.getByRole('heading', { name: 'Which class is it?' })).toBeVisible();
  await expectAccessible(window);
  await window.getByLabel('Class', { exact: true }).selectOption({ label: 'Winter' });
  await window.getByRole('button', { name: 'Connect' }).click();
  await expect(window.getByRole('heading', { name: 'Choose content for Open edX' })).toBeVisible();
  await expectAccessible(window);
  for (const { title } of [exercises.first, exercises.second, lesson]) await window.getByLabel(title).check();
  await window.getByRole('button', { name: 'Add to the LMS' }).click();
  await expect(window.getByRole('heading', { name: 'Go back to Open edX' })).toBeVisible();
  await expectAccessible(window);
  await expect(page.frameLocator('iframe').getByText('successfully saved in the LMS')).toBeVisible();
  await window.close();
}

test('learners pass exercises and a lesson from an LMS, and each score arrives there once', async ({
  learner: page,
  browser,
  lms,
}) => {
  await becomeAdmin(page, { name: 'Weber', email: 'weber@school.example' });
  await makeClass(page);
  await connect(page, lms);
  await choose(page, lms);

  const { first, second } = exercises;
  const ada = await newBrowser(browser);
  await lms.visit(ada, 'ada');
  const opened = await pressLink(ada, first.title);
  await expect(opened.getByRole('heading', { name: 'Join Winter' })).toBeVisible();
  await expectAccessible(opened);
  await opened.getByRole('button', { name: 'Join as Ada' }).click();
  await expect(opened).toHaveURL(`/exercises/${first.slug}`);
  await passExercise(opened, first.slug);
  await expect.poll(lms.received, { timeout: 60_000 }).toEqual({ columns: 1, points: [100], repeated: 0 });

  await lms.visit(ada, 'ada');
  const next = await pressLink(ada, second.title);
  await expect(next, 'nothing to confirm the second time').toHaveURL(`/exercises/${second.slug}`);
  await passExercise(next, second.slug);
  await expect
    .poll(lms.received, { timeout: 60_000 })
    .toEqual({ columns: 2, points: [100, 100], repeated: 0 });

  const different = await newBrowser(browser);
  await lms.visit(different, 'ada');
  const recognised = await pressLink(different, first.title);
  await expect(recognised.getByRole('heading', { name: 'Continue as Ada' })).toBeVisible();
  await expectAccessible(recognised);
  await recognised.getByRole('button', { name: 'Continue as Ada' }).click();
  await expect(recognised).toHaveURL(`/exercises/${first.slug}`);
  await expect(recognised.getByText('Passed', { exact: true }), 'it is the same account').toBeVisible();

  const ben = await newBrowser(browser);
  await lms.visit(ben, 'ben', 'frame');
  const framed = await leaveFrame(ben, lesson.title);
  await framed.getByRole('button', { name: 'Join as Ben' }).click();
  await expect(framed).toHaveURL(`/lessons/${lesson.slug}`);
  await readLesson(framed, lesson.slug);
  // The score of Ben shows that the site has looked for grades again after the other launches of Ada.
  await expect
    .poll(lms.received, { timeout: 60_000 })
    .toEqual({ columns: 3, points: [100, 100, 100], repeated: 0 });

  await page.goto('/teach/lms');
  await expect(page.getByText(/client ID .* 2 accounts$/)).toBeVisible();
  await page.getByRole('link', { name: 'Machine learning' }).click();
  await expect(page.getByText('The LMS has all 3 grades.')).toBeVisible();
  await page.getByRole('link', { name: 'All (3)' }).click();
  for (const title of [first.title, second.title])
    await expect(page.getByRole('row', { name: new RegExp(`Ada.*${title}.*Confirmed.*100`) })).toBeVisible();
  await expect(page.getByRole('row', { name: /Ben.*Confirmed.*100/ })).toBeVisible();
  await expectAccessible(page);
  for (const visitor of [ada, different, ben]) await visitor.context().close();
});
