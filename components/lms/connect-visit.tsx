import type { FormAction, ZonedTime } from '@dfm/contracts/page-data';
import { ConnectForm } from '@/components/accounts/connect-form.tsx';
import { NarrowPage } from '@/components/accounts/narrow-page.tsx';
import { SignInButton } from '@/components/accounts/sign-in-button.tsx';
import { JoinTerms } from './join-terms.tsx';

interface Named {
  name: string;
  email: string;
}

interface Props {
  /** Name of the LMS. */
  lms: string;
  /** Whether the LMS takes the points of its learners. */
  takesPoints: boolean;
  /** The account in use. */
  account: Named;
  /** Who the LMS says it is. The address is empty if the LMS did not send one. */
  person: Named;
  /** Whether the account has a password, with which its owner can connect it. */
  mayConnect: boolean;
  /** Whether the person may get an account of their own. */
  mayCreate: boolean;
  offer: { name: string; course: string; deletion: ZonedTime | undefined };
  connect: FormAction;
  /** Route that signs in as the person of the LMS. */
  address: string;
}

/** Asks someone who is signed in whether the person of the LMS is they. */
export function ConnectVisit({ lms, takesPoints, account, person, offer, connect, address, ...may }: Props) {
  return (
    <NarrowPage title={`Join ${offer.name}`}>
      <p className="mb-4 wrap-anywhere">
        In this browser, you are signed in as {account.name}, {account.email}. {lms} says that you are{' '}
        {[person.name, person.email].filter(Boolean).join(', ') || 'someone without a name'}.
      </p>
      <JoinTerms lms={lms} takesPoints={takesPoints} offer={offer} />
      <h2 className="mb-2 text-lg font-semibold">Both are me</h2>
      <p className="mb-4 text-soft">
        From then on, {lms} signs you in to this account. The people who run {lms} could do so too.
      </p>
      {may.mayConnect ? (
        <ConnectForm submit={`Connect ${lms} and join`} action={connect} />
      ) : (
        <p className="text-soft">
          To connect {lms}, this account needs a password first. Your teacher or the admin of this site can
          give you a link with which you choose one.
        </p>
      )}
      {may.mayCreate ? (
        <>
          <h2 className="mt-10 mb-2 text-lg font-semibold">I am not {account.name}</h2>
          <p className="mb-4 text-soft">You get an account of your own, and {account.name} is signed out.</p>
          <SignInButton address={address} label={`Join as ${person.name}`} look="secondary" />
        </>
      ) : (
        <p className="mt-10 text-soft">
          If you are not {account.name}, sign out under Account, then open the link in {lms} again.
        </p>
      )}
    </NarrowPage>
  );
}
