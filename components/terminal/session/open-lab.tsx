import { hrefTo } from '@dfm/contracts/page-addresses';
import { use, useState } from 'react';
import { Button, ButtonLink } from '@/components/ui/button.tsx';
import { FormProblem } from '@/components/ui/form-problem.tsx';
import { AskDialog } from '../dialog/ask-dialog.tsx';
import { PlaceContext } from './place.ts';

interface Props {
  lab: string;
  title: string;
  isBusy: boolean;
  problem: string | undefined;
  onReplace(): void;
}

/** The learner's session is for a lab: to go on there, or to end it. */
export function OpenLab({ lab, title, isBusy, problem, onReplace }: Props) {
  const { heading: Heading } = use(PlaceContext);
  const [isAsking, setAsking] = useState(false);
  return (
    <div className="mx-auto max-w-page px-4 py-12 sm:px-6 sm:py-16">
      <div className="max-w-measure">
        <Heading className="text-3xl font-semibold">Playground</Heading>
        <p className="mt-3 mb-6 text-lg text-soft">
          Your terminal is open in the lab “{title}”. There can be one at a time.
        </p>
        <FormProblem>{problem}</FormProblem>
        <p className="mt-2 flex flex-wrap gap-3">
          <ButtonLink look="primary" href={hrefTo('lab', lab)}>
            Go on with the lab
          </ButtonLink>
          <Button aria-disabled={isBusy} onClick={() => isBusy || setAsking(true)}>
            {isBusy ? 'Starting …' : 'End it and start the playground'}
          </Button>
        </p>
        {isAsking && (
          <AskDialog
            title="End the lab’s session?"
            confirm={{ label: 'End it and start' }}
            onConfirm={onReplace}
            onClose={() => setAsking(false)}
          >
            <p>
              Everything in its sandbox is destroyed. The steps that you have done stay done, and you can go
              on at the next one.
            </p>
          </AskDialog>
        )}
      </div>
    </div>
  );
}
