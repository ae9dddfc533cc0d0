'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button.tsx';

/** A button that signs in with a link from a mail. The link works once, so a double click sends it once. */
export function MailedSignIn({ address }: { address: string }) {
  const [isSent, setSent] = useState(false);
  return (
    <form
      method="post"
      action={address}
      onSubmit={(event) => (isSent ? event.preventDefault() : setSent(true))}
    >
      <Button type="submit" look="primary" aria-disabled={isSent}>
        Sign in
      </Button>
    </form>
  );
}
