import { signInAddress } from '@dfm/contracts/page-addresses';
import { ButtonLink } from '@/components/ui/button.tsx';

/** For a page that needs an account: create one or sign in, and come back to the page. */
export function AccountChoice({ to }: { to: string }) {
  return (
    <div className="flex flex-wrap gap-3">
      <ButtonLink look="primary" href={signInAddress('createAccount', to)}>
        Create an account
      </ButtonLink>
      <ButtonLink href={signInAddress('signIn', to)}>Sign in</ButtonLink>
    </div>
  );
}
