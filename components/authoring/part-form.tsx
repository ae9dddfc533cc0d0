import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button.tsx';

interface Props {
  isBusy: boolean;
  /** What the button says. */
  label: string;
  submit(): Promise<unknown>;
  children: ReactNode;
}

/** A form in the margin of the editor that makes a lesson or an exercise. */
export function PartForm({ isBusy, label, submit, children }: Props) {
  return (
    <form
      className="grid gap-3 pb-4"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {children}
      <Button type="submit" look="primary" aria-disabled={isBusy}>
        {isBusy ? 'One moment …' : label}
      </Button>
    </form>
  );
}
