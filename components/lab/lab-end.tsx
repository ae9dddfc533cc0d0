import { hrefTo } from '@dfm/contracts/page-addresses';
import type { LabPage } from '@dfm/contracts/page-data';
import { ArrowRight, PartyPopper } from 'lucide-react';
import { ButtonLink } from '@/components/ui/button.tsx';
import { useScrollIntoView } from './use-scroll-into-view.ts';

interface Props {
  lab: LabPage;
  /** Whether the terminal is open, and the last step may just have been done. */
  isOpen?: boolean;
}

/** All steps are done: where to go from here. */
export function LabEnd({ lab: { steps, next, nextLab }, isOpen = false }: Props) {
  const section = useScrollIntoView(isOpen);
  return (
    <section ref={section} aria-labelledby="lab-end" className="lab-end">
      <h2 id="lab-end">
        <PartyPopper aria-hidden size={20} />
        Lab complete
      </h2>
      <p className="text-soft">
        You have done all {steps.length} steps.
        {isOpen && ' Your terminal stays open, so you can go on trying things.'}
      </p>
      <p className="mt-4 flex flex-wrap gap-2">
        {next && (
          <ButtonLink look="primary" href={next.href}>
            Next in the course: {next.title}
            <ArrowRight aria-hidden size={16} />
          </ButtonLink>
        )}
        {nextLab && <ButtonLink href={nextLab.href}>Next lab: {nextLab.title}</ButtonLink>}
        <ButtonLink look={nextLab ? 'quiet' : 'secondary'} href={hrefTo('labs')}>
          All labs
        </ButtonLink>
      </p>
    </section>
  );
}
