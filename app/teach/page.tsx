import { hrefTo } from '@dfm/contracts/page-addresses';
import { pages } from '@dfm/contracts/pages';
import { timeZones } from '@dfm/gradebook/wall-clock';
import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { CourseList } from '@/components/teaching/course-list.tsx';
import { NewCourseForm } from '@/components/teaching/new-course-form.tsx';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { Link } from '@/components/ui/link.tsx';
import { accountForPage } from '@/lib/auth/session.ts';
import { contentAccess, mayWriteContent } from '@/lib/authoring/content-access.ts';
import { mayConnectLms } from '@/lib/lti/access.ts';
import { openReportCount } from '@/lib/reports/for-authors.ts';
import { taughtCourses } from '@/lib/teaching/courses.ts';
import { submitCohort, submitCourse } from './actions.ts';

export const metadata: Metadata = {
  title: pages.teach.title,
  description: pages.teach.description,
  robots: { index: false },
};

/** The courses of which the reader is staff; for an admin, all of them. */
export default async function TeachPage({ searchParams }: { searchParams: Promise<{ deleted?: string }> }) {
  const account = await accountForPage(hrefTo('teach'));
  const [courses, { deleted }, mayWrite, mayConnect] = await Promise.all([
    taughtCourses(account),
    searchParams,
    mayWriteContent(account),
    mayConnectLms(account),
  ]);
  const openReports = mayWrite ? await openReportCount(await contentAccess(account)) : undefined;
  const zones = timeZones();
  return (
    <div className="mx-auto max-w-page px-4 py-12 sm:px-6">
      <h1 className="text-2xl font-semibold">Teach</h1>
      {openReports !== undefined && <Writing openReports={openReports} />}
      {mayConnect && <Area page="lms">let learners open exercises from Moodle, Canvas or another LMS.</Area>}
      {deleted !== undefined && (
        <output className="mt-3 block text-sm text-soft">
          The class has been deleted. What its learners did is still theirs.
        </output>
      )}
      <CourseList
        courses={courses}
        zones={zones}
        now={new Date()}
        newCohort={(courseId) => submitCohort.bind(null, courseId)}
      />
      {account.isAdmin ? (
        <section aria-labelledby="new-course" className="mt-12 max-w-md">
          <h2 id="new-course" className={courses.length === 0 ? 'text-xl font-semibold' : 'sr-only'}>
            {courses.length === 0 ? 'Create your first course' : 'New course'}
          </h2>
          {courses.length === 0 ? (
            <>
              <p className="mt-2 mb-6 text-soft">
                A course has one or more classes. You then choose what the class has to do, and send its link
                to your learners.
              </p>
              <NewCourseForm action={submitCourse} zones={zones} />
            </>
          ) : (
            <Disclosure summary="New course">
              <div className="py-3">
                <NewCourseForm action={submitCourse} zones={zones} />
              </div>
            </Disclosure>
          )}
        </section>
      ) : (
        courses.length === 0 && <NotOnStaff />
      )}
    </div>
  );
}

function Writing({ openReports: open }: { openReports: number }) {
  return (
    <>
      <Area page="content">write lessons and exercises.</Area>
      <Area page="contentReports">
        {open === 0 ? 'none waits for an answer' : `${open} ${open === 1 ? 'waits' : 'wait'} for an answer`}.
      </Area>
    </>
  );
}

function Area({ page, children }: { page: 'content' | 'contentReports' | 'lms'; children: ReactNode }) {
  return (
    <p className="mt-3 text-soft">
      <Link href={hrefTo(page)} className="text-accent underline underline-offset-2">
        {pages[page].title}
      </Link>
      : {children}
    </p>
  );
}

function NotOnStaff() {
  return (
    <div className="mt-4 max-w-measure text-soft">
      <p>You are not on the staff of a course.</p>
      <p className="mt-3">
        To teach a course of this site, ask one of its instructors for a staff link and open it while you are
        signed in. To start a course, ask an admin of this site to create it.
      </p>
      <p className="mt-3">
        If you are a learner: the classes that you have joined are on{' '}
        <Link href={hrefTo('account')} className="text-accent underline underline-offset-2">
          your account
        </Link>
        .
      </p>
    </div>
  );
}
