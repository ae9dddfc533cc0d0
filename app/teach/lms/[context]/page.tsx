import { hrefTo, pages } from '@dfm/contracts/pages';
import type { Metadata } from 'next';
import { ClassForm } from '@/components/lms/class-form.tsx';
import { LinkList } from '@/components/lms/link-list.tsx';
import { Breadcrumb } from '@/components/ui/breadcrumb.tsx';
import { contextAccessForPage } from '@/lib/lti/access.ts';
import { classChoices, lmsContext } from '@/lib/lti/contexts.ts';
import { submitClass } from './actions.ts';

interface Props {
  params: Promise<{ context: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { context } = await params;
  const { title } = await lmsContext(await contextAccessForPage(hrefTo('lmsContext', context), context));
  return { title, robots: { index: false } };
}

/** A course of an LMS: its class and its links. */
export default async function LmsContextPage({ params }: Props) {
  const { context: id } = await params;
  const access = await contextAccessForPage(hrefTo('lmsContext', id), id);
  const [context, classes] = await Promise.all([lmsContext(access), classChoices(access)]);
  return (
    <div className="mx-auto max-w-figure px-4 py-12 sm:px-6">
      <Breadcrumb
        trail={[
          { href: hrefTo('teach'), text: pages.teach.title },
          { href: hrefTo('lms'), text: pages.lms.title },
        ]}
        here={context.lms}
      />
      <h1 className="text-2xl font-semibold wrap-anywhere">{context.title}</h1>
      <section aria-labelledby="class" className="mt-8 max-w-md">
        <h2 id="class" className="text-xl font-semibold">
          Class
        </h2>
        <p className="mt-2 mb-4 text-soft">
          Learners who open a link from this course of the LMS join the class. If you choose a different one,
          those who have joined stay where they are.
        </p>
        <ClassForm
          classes={classes}
          present={context.cohort?.id}
          mayBeNone
          submit="Save"
          action={submitClass.bind(null, id)}
        />
      </section>
      <section aria-labelledby="links" className="mt-10">
        <h2 id="links" className="text-xl font-semibold">
          Links
        </h2>
        <LinkList links={context.links} hasClass={context.cohort !== undefined} />
      </section>
    </div>
  );
}
