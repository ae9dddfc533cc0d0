'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button.tsx';

interface Props {
  /** Route that signs in. What it needs works once, so a double click sends it once. */
  address: string;
  label: string;
  look?: 'primary' | 'secondary';
}

/**
 * A button that signs in without a server action, because a new cookie would render the page of the button
 * again.
 */
export function SignInButton({ address, label, look = 'primary' }: Props) {
  const [isSent, setSent] = useState(false);
  return (
    <form
      method="post"
      action={address}
      onSubmit={(event) => (isSent ? event.preventDefault() : setSent(true))}
    >
      <Button type="submit" look={look} aria-disabled={isSent}>
        {label}
      </Button>
    </form>
  );
}
