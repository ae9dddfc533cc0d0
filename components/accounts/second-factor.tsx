'use client';

import type { FormAction, FormState, SecondFactorView } from '@dfm/contracts/page-data';
import { counted } from '@/components/ui/counted.ts';
import { Form } from '@/components/ui/form.tsx';
import { BackupCodes } from './backup-codes.tsx';
import { CodeField } from './code-field.tsx';
import { OwnerField } from './owner-field.tsx';

interface Props {
  factor: SecondFactorView;
  isRecommended: boolean;
  hasPassword: boolean;
  action: FormAction;
}

const submits = { off: 'Set up', setup: 'Turn on', on: 'Turn off' } as const;

/**
 * Turns the second factor of an account on and off. All stages are one form, so that the backup codes that it
 * returns stay on the page when the stage changes.
 */
export function SecondFactor({ factor, isRecommended, hasPassword, action }: Props) {
  return (
    <Form action={action} submit={submits[factor.stage]} look="secondary">
      {(state) => (
        <>
          <input type="hidden" name="stage" value={factor.stage} readOnly />
          {factor.stage === 'off' && (
            <Off isRecommended={isRecommended} hasPassword={hasPassword} problems={state.problems} />
          )}
          {factor.stage === 'setup' && <Setup {...factor} problems={state.problems} />}
          {factor.stage === 'on' && (
            <>
              {state.backupCodes && <BackupCodes codes={state.backupCodes} />}
              <On
                backupCodesLeft={factor.backupCodesLeft}
                hasPassword={hasPassword}
                problems={state.problems}
              />
            </>
          )}
        </>
      )}
    </Form>
  );
}

type Problems = Pick<FormState, 'problems'>;
type Confirmed = Problems & Pick<Props, 'hasPassword'>;

function Off({ isRecommended, hasPassword, problems }: { isRecommended: boolean } & Confirmed) {
  return (
    <>
      <p className="text-soft">
        With a second factor, signing in also asks for a code from an authenticator app on your phone, so that{' '}
        {hasPassword ? 'your password' : 'the account of your school'} alone lets no one in.
        {isRecommended && ' It is recommended to you, because you can see the work or the data of others.'}
      </p>
      <OwnerField hasPassword={hasPassword} problem={problems?.current} />
    </>
  );
}

function Setup({ secret, qrCode, problems }: Extract<SecondFactorView, { stage: 'setup' }> & Problems) {
  return (
    <>
      <p className="text-soft">
        Scan this with an authenticator app, then enter the code that the app shows.
      </p>
      {/* Black on white in dark mode too, because not every app reads inverted codes. */}
      <svg
        role="img"
        aria-label="QR code with the secret below"
        viewBox={`0 0 ${qrCode.size} ${qrCode.size}`}
        shapeRendering="crispEdges"
        className="w-full max-w-56"
      >
        <rect width={qrCode.size} height={qrCode.size} fill="white" />
        <path d={qrCode.path} fill="black" />
      </svg>
      <p className="text-sm">
        Or type this secret into it: <code>{secret.match(/.{4}/g)?.join(' ')}</code>
      </p>
      <CodeField problem={problems?.code} />
    </>
  );
}

function On({ backupCodesLeft, hasPassword, problems }: { backupCodesLeft: number } & Confirmed) {
  return (
    <>
      <p className="text-soft">
        Signing in asks for a code. You have {counted(backupCodesLeft, 'backup code') || 'no backup codes'}{' '}
        left; for new ones, turn the second factor off and on again.
      </p>
      <OwnerField hasPassword={hasPassword} problem={problems?.current} />
      <CodeField hint="From your app, or a backup code." problem={problems?.code} />
    </>
  );
}
