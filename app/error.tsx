'use client';

import { useRouter } from 'next/navigation';
import { startTransition } from 'react';
import { Button } from '@/components/ui/button.tsx';

export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  const router = useRouter();
  // The page is asked for anew: shown again alone, what the server sent would fail again.
  const tryAgain = () =>
    startTransition(() => {
      router.refresh();
      reset();
    });
  return (
    <div role="alert" className="mx-auto max-w-page px-4 py-24 sm:px-6">
      <h1 className="text-2xl font-semibold">This page failed on our side</h1>
      <p className="mt-3 max-w-measure text-soft">
        Nothing you wrote is lost: edits are kept in this browser and results on the server. Try again; if it
        stays like this, tell the operator
        {error.digest ? ` this number: ${error.digest}.` : ' what you did.'}
      </p>
      <p className="mt-6">
        <Button look="primary" onClick={tryAgain}>
          Try again
        </Button>
      </p>
    </div>
  );
}
