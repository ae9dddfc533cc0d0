import type { ZonedTime } from '@dfm/contracts/page-data';
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
  /** Who the person becomes. */
  as: Named;
  /** Whether an account is created. */
  isNew: boolean;
  /** Who is signed in until then. */
  insteadOf: Named | undefined;
  /** The class that the person joins. */
  offer: { name: string; course: string; deletion: ZonedTime | undefined } | undefined;
  /** Route that signs in. */
  address: string;
}

/** Names who someone from an LMS becomes in this browser, and which class they join. */
export function ContinueVisit({ lms, takesPoints, as, isNew, insteadOf, offer, address }: Props) {
  return (
    <NarrowPage title={offer ? `Join ${offer.name}` : `Continue as ${as.name}`}>
      <p className="mb-4 wrap-anywhere">
        {lms} says that you are {as.name}, {as.email}.{' '}
        {isNew && 'You get an account with this name and address. '}
        {insteadOf
          ? `In this browser, you are signed in as ${insteadOf.name}, ${insteadOf.email}. If you continue, you will be ${as.name} instead.`
          : 'What you have done in this browser without an account becomes part of it.'}
      </p>
      {offer && <JoinTerms lms={lms} takesPoints={takesPoints} offer={offer} />}
      <SignInButton address={address} label={offer ? `Join as ${as.name}` : `Continue as ${as.name}`} />
    </NarrowPage>
  );
}
