/** Accounts, and the ways to sign in. */
import { form } from '../request.ts';
import { accounts, everyone } from '../roles.ts';
import { type Rows, about, own, submits } from './action-call.ts';
import { password } from './world.ts';

const current = { current: password };

export const ofAccounts: Rows = {
  account: {
    submitName: [own({ name: 'New' }), accounts],
    submitPassword: [own({ ...current, password: 'five other random words' }), accounts],
    submitSecondFactor: [own({ ...current, stage: 'off' }), accounts],
    // The only admin cannot, nor can the only instructor of a course with classes.
    submitDeletion: [
      own(current),
      accounts.filter((role) => !['admin', 'instructor', 'other staff'].includes(role)),
    ],
    submitConnection: [about('provider', current), accounts, { onlyRefusals: true }],
    submitDisconnection: [own({ disconnect: 'school' }), accounts],
    endSession: [(action, { ownId }) => action(`${ownId}-second`), accounts],
    // It has nothing to do for someone without a session.
    endOwnSession: [(action) => action(), everyone, { onlyRefusals: true }],
  },
  'account/passkeys': {
    submitPasskeyStart: [own({ ...current, name: 'New' }), accounts, { isRead: true }],
    submitPasskey: [(action) => action({}, form({ name: 'New' })), accounts, { onlyRefusals: true }],
    submitPasskeyRemoval: [own(({ ownId }) => ({ remove: ownId })), accounts],
  },
  'account/tokens': {
    submitToken: [own({ name: 'New' }), accounts],
    submitTokenDeletion: [own(({ tokenOf, ownId }) => ({ delete: tokenOf.get(ownId) ?? '' })), accounts],
  },
  'create-account': {
    submitAccount: [submits(() => ['/'], { name: 'Eve', email: 'eve@school.example', password }), everyone],
  },
  'links/[token]': {
    // The link is for a password.
    submitAcceptance: [about('token'), []],
    submitNewPassword: [about('token', { password: 'five other random words' }), everyone],
  },
  // For anyone who has the right password, passkey, code or school.
  'sign-in': {
    submitSignIn: [submits(() => ['/'], { email: 'outsider@school.example', password }), everyone],
    submitMailLink: [submits(() => ['/'], { email: 'ben@school.example' }), everyone, { onlyRefusals: true }],
  },
  'sign-in/code': { submitCode: [submits(() => ['/'], { code: '123456' }), []] },
  'sign-in/passkey': {
    submitPasskeyRequest: [(action) => action(), everyone, { isRead: true }],
    submitPasskeySignature: [(action) => action('/', {}), []],
  },
  'sign-in/school': {
    submitSchool: [(action, { parts }) => action(parts.provider, '/'), everyone, { onlyRefusals: true }],
  },
};
