'use client';

import { useTransition } from 'react';
import { removeDrafts } from '@/components/exercise/draft/remove-drafts.ts';
import { Button } from '@/components/ui/button.tsx';

interface Props {
  signOut(): Promise<void>;
}

/** Signs out, and removes this browser's edits, because the next person may use the same browser. */
export function SignOutButton({ signOut }: Props) {
  const [isPending, start] = useTransition();
  return (
    <Button
      aria-disabled={isPending}
      onClick={() =>
        start(async () => {
          await signOut();
          removeDrafts();
          window.location.assign('/');
        })
      }
    >
      {isPending ? 'Signing out' : 'Sign out'}
    </Button>
  );
}
