import { NarrowPage } from '@/components/accounts/narrow-page.tsx';
import { ButtonLink } from '@/components/ui/button.tsx';

interface SignInProps {
  title: string;
  text: string;
  /** Address of the sign-in, which leads back. */
  href: string;
}

/** For someone whom an LMS cannot sign in. */
export function SignInNotice({ title, text, href }: SignInProps) {
  return (
    <NarrowPage title={title}>
      <p className="mb-4 wrap-anywhere">{text}</p>
      <ButtonLink look="primary" href={href}>
        Sign in
      </ButtonLink>
    </NarrowPage>
  );
}

/** For an instructor who has chosen content for a frame of the LMS. `href` sends it from this window instead. */
export function ChosenNotice({ lms, href }: { lms: string; href: string }) {
  return (
    <NarrowPage title={`Go back to ${lms}`}>
      <p className="mb-4">What you chose appears there within a few seconds. You can close this window.</p>
      <p className="text-soft">
        If it does not, for example because you have closed the page of {lms},{' '}
        <a href={href} className="text-accent underline underline-offset-2">
          send it from this window
        </a>
        .
      </p>
    </NarrowPage>
  );
}
