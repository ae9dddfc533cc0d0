import { Hourglass, ShieldCheck, ShieldX } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { Confirmation } from '../run/run-state.ts';

/** What became of a passed run in an engine that nobody used before: that run is the one that counts. */
export function ConfirmationNote({ confirmation }: { confirmation: Confirmation }) {
  const { state } = confirmation;
  if (state === 'waiting') {
    return (
      <Note icon={<Hourglass aria-hidden size={16} className="mt-0.5 shrink-0 text-soft" />}>
        Being run again in a fresh engine, without your cache: that run is the one that counts. You need not
        wait for it.
      </Note>
    );
  }
  const link = (text: string) => (
    <Link href={`/runs/${confirmation.runId}`} className="text-accent underline underline-offset-2">
      {text}
    </Link>
  );
  if (state === 'confirmed') {
    return (
      <Note icon={<ShieldCheck aria-hidden size={16} className="mt-0.5 shrink-0 text-good" />}>
        Confirmed in a fresh engine with {Math.round(confirmation.score)} points. {link('See that run')}
      </Note>
    );
  }
  return (
    <Note icon={<ShieldX aria-hidden size={16} className="mt-0.5 shrink-0 text-warn" />}>
      {state === 'differs'
        ? `It did not pass in a fresh engine: ${Math.round(confirmation.score)} points. Something here depends on what earlier builds left in your cache. `
        : 'It could not be confirmed, by a fault of ours. Run it again to have it confirmed. '}
      {link('See that run')}
    </Note>
  );
}

function Note({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <p className="mt-3 flex max-w-prose gap-2.5 text-sm">
      {icon}
      <span>{children}</span>
    </p>
  );
}
