import { hrefTo, signInAddress } from '@dfm/contracts/page-addresses';
import type { ClassChoice, LinkableModule } from '@dfm/contracts/page-data';
import { pages } from '@dfm/contracts/pages';
import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { NarrowPage } from '@/components/accounts/narrow-page.tsx';
import { ClassForm } from '@/components/lms/class-form.tsx';
import { ConnectVisit } from '@/components/lms/connect-visit.tsx';
import { ContentForm } from '@/components/lms/content-form.tsx';
import { ContinueVisit } from '@/components/lms/continue-visit.tsx';
import { ChosenNotice, SignInNotice } from '@/components/lms/visit-notices.tsx';
import { Link } from '@/components/ui/link.tsx';
import { accountOf } from '@/lib/auth/session.ts';
import { type Arrival, type Stop, arrivalOf } from '@/lib/lti/arrival.ts';
import { classChoices } from '@/lib/lti/contexts.ts';
import { visitIsOver } from '@/lib/lti/continue-visit.ts';
import { linkableWork, returnAddress } from '@/lib/lti/deep-link.ts';
import { type Visit, endVisit, visitOf } from '@/lib/lti/visit.ts';
import { cohortAccess } from '@/lib/teaching/access.ts';
import { submitClass, submitConnection, submitContent } from './actions.ts';

export const metadata: Metadata = { title: 'From your LMS', robots: { index: false } };

/** Someone whom an LMS has sent here. Nobody is signed in, or becomes a member, before pressing a button. */
export default async function LtiVisitPage({ params }: { params: Promise<{ visit: string }> }) {
  const requestHeaders = await headers();
  const visit = await visitOf((await params).visit, requestHeaders);
  if (!visit)
    return (
      <NarrowPage title="Open the link again">
        <p className="text-soft">{visitIsOver}</p>
      </NarrowPage>
    );
  const arrival = await arrivalOf(visit, await accountOf(requestHeaders));
  if (arrival.step === 'open') {
    await endVisit(visit);
    redirect(arrival.to);
  }
  return viewOf(visit, arrival);
}

async function viewOf(visit: Visit, arrival: Exclude<Arrival, { step: 'open' }>): Promise<ReactNode> {
  const { id } = visit;
  const { takesPoints } = visit;
  const { name: lms } = visit.platform;
  const signInHref = signInAddress('signIn', hrefTo('ltiVisit', id));
  const signInRoute = `${hrefTo('ltiVisit', id)}/sign-in`;
  switch (arrival.step) {
    case 'stop':
      return (
        <NarrowPage title={stops[arrival.reason].title}>
          <p>{stops[arrival.reason].text}</p>
        </NarrowPage>
      );
    case 'sign in as staff':
      return (
        <SignInNotice
          title="Sign in to choose content"
          text={`${lms} asks for exercises and lessons. Instructors choose them, with their account of this site.`}
          href={signInHref}
        />
      );
    case 'sign in':
      return (
        <SignInNotice
          title="Sign in first"
          text={signInTexts[arrival.because](lms, arrival.email)}
          href={signInHref}
        />
      );
    case 'chosen':
      return <ChosenNotice lms={lms} href={returnAddress(visit)} />;
    case 'continue':
      return <ContinueVisit lms={lms} takesPoints={takesPoints} {...arrival} address={signInRoute} />;
    case 'connect':
      return (
        <ConnectVisit
          lms={lms}
          takesPoints={takesPoints}
          {...arrival}
          connect={submitConnection.bind(null, id)}
          address={signInRoute}
        />
      );
    case 'bind':
      return <ChooseClass visit={visit} classes={await classChoices(arrival.access)} />;
    case 'choose': {
      const { account } = arrival.access;
      const access = await cohortAccess(account, arrival.cohortId, 'manage');
      return <ChooseContent visit={visit} modules={await linkableWork(access)} />;
    }
  }
}

function ChooseClass({ visit, classes }: { visit: Visit; classes: ClassChoice[] }) {
  if (classes.length === 0)
    return (
      <NarrowPage title="Create a class first">
        <p>
          Links in {visit.context.title || 'this course'} of {visit.platform.name} lead to a class, and your
          course has none yet. Create one under{' '}
          <Link href={hrefTo('teach')} className="text-accent underline underline-offset-2">
            {pages.teach.title}
          </Link>
          , then open the link again.
        </p>
      </NarrowPage>
    );
  return (
    <NarrowPage title="Which class is it?">
      <p className="mb-6 wrap-anywhere">
        Links in {visit.context.title || 'this course'} of {visit.platform.name} lead to one of your classes.
        Learners who open them join the class.
      </p>
      <ClassForm classes={classes} submit="Connect" action={submitClass.bind(null, visit.id)} />
    </NarrowPage>
  );
}

function ChooseContent({ visit, modules }: { visit: Visit; modules: LinkableModule[] }) {
  return (
    <div className="mx-auto max-w-figure px-4 py-12 sm:px-6">
      <h1 className="text-2xl font-semibold wrap-anywhere">Choose content for {visit.platform.name}</h1>
      <p className="mt-2 mb-8 text-soft wrap-anywhere">
        What you choose becomes a link in {visit.context.title || 'your course'} and is assigned to the class.
      </p>
      <ContentForm
        modules={modules}
        isMany={visit.launch.kind === 'choose' && visit.launch.isMany}
        action={submitContent.bind(null, visit.id)}
      />
    </div>
  );
}

const signInTexts = {
  taken: (lms: string, email: string) =>
    `${lms} says that your address is ${email}, and an account with this address exists here. If it is yours, sign in to it. Then you can connect it with ${lms}.`,
  staff: (lms: string, email: string) =>
    `You have rights as staff here, so ${lms} cannot sign you in. Sign in to ${email} yourself. Without a password, ask an admin of this site for a link with which you choose one.`,
};

const stops: Readonly<Record<Stop, { title: string; text: string }>> = {
  'not-staff': {
    title: 'Only instructors choose content',
    text: 'The account that is signed in here is not an instructor of the course with which the LMS is connected. Sign in with the account of an instructor, or ask one for a staff link.',
  },
  'not-bound': {
    title: 'This course is not connected yet',
    text: 'Your teacher has to open the link first, and choose the class that belongs to it. Ask your teacher, then open the link again.',
  },
  closed: {
    title: 'This class takes no new learners',
    text: 'Ask your teacher to open the class, then open the link again.',
  },
  'no-email': {
    title: 'Your LMS did not send your e-mail address',
    text: 'Without it, no account can be created. Ask your teacher: the LMS has a setting for this link that shares names and e-mail addresses.',
  },
};
