import type { FormAction, JoinLink } from '@dfm/contracts/page-data';
import { Button } from '@/components/ui/button.tsx';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { LinkToShare } from '@/components/ui/link-to-share.tsx';
import { ListForm } from '@/components/ui/list-form.tsx';

interface Props {
  link: JoinLink;
  /** Changes the link; undefined for staff who may not. */
  action: FormAction | undefined;
}

/** The link with which learners join, and its switches. */
export function JoinLinkPanel({ link: { address, isOpen }, action }: Props) {
  return (
    <>
      <LinkToShare address={address} what="the join link" />
      <p className="mt-2 text-sm text-soft">
        {isOpen
          ? 'Anyone who has this link and an account can join the class.'
          : 'The class is closed: no one can join with this link. Members are not affected.'}
      </p>
      {action && (
        <div className="mt-4">
          <ListForm action={action}>
            <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
              <Button type="submit" name="do" value={isOpen ? 'close' : 'open'}>
                {isOpen ? 'Close the class' : 'Open the class'}
              </Button>
              <Disclosure summary="Make a new link">
                <p className="max-w-measure text-sm text-soft">
                  The link above stops working immediately, wherever it was posted. Members stay.
                </p>
                <Button type="submit" name="do" value="renew" className="mt-3">
                  Replace the link
                </Button>
              </Disclosure>
            </div>
          </ListForm>
        </div>
      )}
    </>
  );
}
