import type { Confirmation } from '@dfm/contracts/browser-api';
import { hrefTo } from '@dfm/contracts/page-addresses';
import { Hourglass, ShieldCheck, ShieldX } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from '@/components/ui/link.tsx';

/** The result of running a passed submission again in a fresh engine. That run is the one that counts. */
export function ConfirmationNote({ confirmation }: { confirmation: Confirmation }) {
  const { state } = confirmation;
  if (state === 'waiting') {
    return (
      <Note icon={<Hourglass aria-hidden size={16} className="mt-0.5 shrink-0 text-soft" />}>
        Being graded again in a fresh engine, without your cache. That result is the one that counts. You do
        not have to wait for it.
      </Note>
    );
  }
  const link = (text: string) => (
    <Link href={hrefTo('run', confirmation.runId)} className="text-accent underline underline-offset-2">
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
        ? `It did not pass in a fresh engine: ${Math.round(confirmation.score)} points. Something in your build depends on what earlier builds left in your cache. `
        : 'It could not be confirmed because of an error on our side. Run it again to get it confirmed. '}
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
