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
  // Request the page again: rendering the same server response a second time would fail again.
  const tryAgain = () =>
    startTransition(() => {
      router.refresh();
      reset();
    });
  return (
    <div role="alert" className="mx-auto max-w-page px-4 py-24 sm:px-6">
      <h1 className="text-2xl font-semibold">Something went wrong on our side</h1>
      <p className="mt-3 max-w-measure text-soft">
        Your work is not lost: edits are stored in this browser, and results on the server. Try again. If it
        keeps failing,{' '}
        {error.digest
          ? `send the operator this error number: ${error.digest}.`
          : 'tell the operator what you did.'}
      </p>
      <p className="mt-6">
        <Button look="primary" onClick={tryAgain}>
          Try again
        </Button>
      </p>
    </div>
  );
}
