import { signInAddress } from '@dfm/contracts/page-addresses';
import { Link } from '@/components/ui/link.tsx';

/** @param returnTo address of the page with the session */
export function SignedOut({ returnTo }: { returnTo: string }) {
  return (
    <p role="alert" className="px-4 py-6 sm:px-6">
      You are no longer signed in as the learner of this session, which goes on for now.{' '}
      <Link href={signInAddress('signIn', returnTo)} className="text-accent underline underline-offset-2">
        Sign in
      </Link>{' '}
      to return to it.
    </p>
  );
}
