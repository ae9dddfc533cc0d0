'use client';

import type { FormAction, PublishingView } from '@dfm/contracts/page-data';
import { Button } from '@/components/ui/button.tsx';
import { ListForm } from '@/components/ui/list-form.tsx';

interface Props {
  view: PublishingView;
  action: FormAction;
}

/** The next step towards a version: checking, saving what was recorded, or publishing. */
export function PublishingButtons({ view: { proof, changes, isBehind, nextVersion }, action }: Props) {
  const isCurrent = proof !== undefined && !proof.isOutdated;
  const isChecking = proof?.state === 'checking';
  const canSave =
    isCurrent &&
    (proof.state === 'unsaved' || proof.state === 'bad') &&
    proof.parts.some(({ items }) => items.some(({ state }) => state === 'unsaved'));
  const canPublish = isCurrent && proof.state === 'good' && !isBehind;
  const canCheck =
    !isChecking && !canPublish && changes.length > 0 && !isBehind && proof?.state !== 'published';
  return (
    <ListForm action={action}>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        {canPublish && (
          <Button type="submit" name="do" value="publish" look="primary">
            Publish version {nextVersion}
          </Button>
        )}
        {canSave && (
          <Button type="submit" name="do" value="save" look="primary">
            Save the recordings, then check again
          </Button>
        )}
        {canCheck && (
          <Button type="submit" name="do" value="check" look={canSave ? undefined : 'primary'}>
            {proof === undefined ? 'Check the draft' : 'Check the draft again'}
          </Button>
        )}
        {isChecking && (
          <Button type="submit" name="do" value="stop">
            Stop the check
          </Button>
        )}
      </div>
    </ListForm>
  );
}
