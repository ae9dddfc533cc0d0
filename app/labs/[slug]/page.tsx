import { getMDXComponent } from 'mdx-bundler/client/index.js';
import type { Metadata } from 'next';
import { Fragment } from 'react';
import { sendReport } from '@/app/account/reports/actions.ts';
import { endTerminal, extendTerminal } from '@/app/terminal/actions.ts';
import { TermCard } from '@/components/glossary/term-card.tsx';
import { LabView } from '@/components/lab/lab-view.tsx';
import { CopyCode } from '@/components/lesson/copy-code.tsx';
import { statementComponents } from '@/components/mdx/statement-components.ts';
import { ReportProblem } from '@/components/reports/report-problem.tsx';
import { courseLab, courseLabs } from '@/lib/content/labs.ts';
import { orNotFound } from '@/lib/exercises/or-not-found.ts';
import { loadLabPage } from '@/lib/labs/lab-page.ts';
import { loadLab, startLab } from './actions.ts';

interface Props {
  params: Promise<{ slug: string }>;
}

// Addresses without a lab get the prerendered not-found page, unless the page is rendered for the request.
export const dynamicParams = false;

export async function generateStaticParams() {
  return [...(await courseLabs()).keys()].map((slug) => ({ slug }));
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { lab } = await orNotFound(courseLab((await params).slug));
  return { title: lab.title, description: lab.summary };
}

export default async function LabPage({ params }: Props) {
  const { slug } = await params;
  const { page, texts } = await orNotFound(loadLabPage(slug));
  return (
    <>
      <LabView
        lab={page}
        texts={texts.map(({ code, terms }, index) => (
          <Fragment key={page.steps[index]!.id}>
            {getMDXComponent(code)({ components: statementComponents(terms) })}
          </Fragment>
        ))}
        report={<ReportProblem part="lab" slug={slug} send={sendReport} />}
        actions={{ loadLab, startLab, extendSession: extendTerminal, endSession: endTerminal }}
      />
      <CopyCode />
      <TermCard />
    </>
  );
}
