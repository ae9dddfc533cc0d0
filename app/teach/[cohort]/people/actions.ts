'use server';

import { hrefTo } from '@dfm/contracts/page-addresses';
import type { FormState, ImportState } from '@dfm/contracts/page-data';
import { refresh } from 'next/cache';
import { redirect } from 'next/navigation';
import { handleForm } from '@/lib/http/handle-form.ts';
import { actingOnCohort } from '@/lib/teaching/access.ts';
import { renewJoinLink, setOpen } from '@/lib/teaching/cohort.ts';
import {
  expectedForm,
  inviteForm,
  joinLinkForm,
  memberForm,
  staffForm,
  withdrawForm,
} from '@/lib/teaching/forms.ts';
import { importForm } from '@/lib/teaching/import-form.ts';
import { passwordLink } from '@/lib/teaching/password-link.ts';
import { changeStaff, inviteStaff, removeMember, withdrawInvitation } from '@/lib/teaching/people.ts';
import { importRoster, previewRoster, removeExpected } from '@/lib/teaching/roster.ts';

const linkOutcomes = {
  open: 'The class is open: anyone with the link can join.',
  close: 'The class is closed: no one can join.',
  renew: 'There is a new link, and the old one no longer works.',
} as const;

/** @param cohortId unvalidated */
export async function submitJoinLink(
  cohortId: string,
  _before: FormState,
  form: FormData,
): Promise<FormState> {
  return handleForm(form, joinLinkForm, async ({ do: what }) => {
    const access = await actingOnCohort(cohortId, 'manage');
    await (what === 'renew' ? renewJoinLink(access) : setOpen(access, what === 'open'));
    refresh();
    return { done: linkOutcomes[what] };
  });
}

/** @param cohortId unvalidated */
export async function submitMember(cohortId: string, _before: FormState, form: FormData): Promise<FormState> {
  return handleForm(form, memberForm, async ([what, learnerId]) => {
    const access = await actingOnCohort(cohortId, 'manage');
    if (what === 'password') {
      const link = await passwordLink(access, learnerId);
      return { link, done: 'Copy the link now. It is not shown again.' };
    }
    const name = await removeMember(access, learnerId);
    refresh();
    return { done: name === undefined ? 'They had already left the class.' : `${name} has been removed.` };
  });
}

/** @param cohortId unvalidated */
export async function submitRoster(
  cohortId: string,
  _before: ImportState,
  form: FormData,
): Promise<ImportState> {
  return handleForm(form, importForm, async ({ do: what, csv }): Promise<ImportState> => {
    const access = await actingOnCohort(cohortId, 'manage');
    if (what === 'preview') return { values: { csv }, preview: await previewRoster(access, csv) };
    const { added, changed } = await importRoster(access, csv);
    refresh();
    return { done: `Imported: ${added} added to the list, ${changed} changed.` };
  });
}

/** @param cohortId unvalidated */
export async function submitExpected(
  cohortId: string,
  _before: FormState,
  form: FormData,
): Promise<FormState> {
  return handleForm(form, expectedForm, async ({ remove }) => {
    const wasThere = await removeExpected(await actingOnCohort(cohortId, 'manage'), remove);
    refresh();
    return { done: wasThere ? 'Taken off the list.' : 'They were no longer on the list.' };
  });
}

/** @param cohortId unvalidated */
export async function submitStaff(cohortId: string, _before: FormState, form: FormData): Promise<FormState> {
  return handleForm(form, staffForm, async ({ userId, role }) => {
    const access = await actingOnCohort(cohortId, 'manage');
    const name = await changeStaff(access, userId, role);
    // Without the role, the page they are on no longer exists for them.
    if (userId === access.account.id && role !== 'instructor' && !access.account.isAdmin)
      redirect(hrefTo('teach'));
    refresh();
    if (name === undefined) return { done: 'They had already left the staff.' };
    return {
      done: role === undefined ? `${name} has been removed from the staff.` : `${name} has a new role.`,
    };
  });
}

/** @param cohortId unvalidated */
export async function submitInvitation(
  cohortId: string,
  _before: FormState,
  form: FormData,
): Promise<FormState> {
  return handleForm(form, inviteForm, async ({ role }) => {
    const link = await inviteStaff(await actingOnCohort(cohortId, 'manage'), role);
    refresh();
    return { values: { role }, link, done: 'Copy the link now. It is not shown again.' };
  });
}

/** @param cohortId unvalidated */
export async function submitWithdrawal(
  cohortId: string,
  _before: FormState,
  form: FormData,
): Promise<FormState> {
  return handleForm(form, withdrawForm, async ({ withdraw }) => {
    const worked = await withdrawInvitation(await actingOnCohort(cohortId, 'manage'), withdraw);
    refresh();
    return { done: worked ? 'The link no longer works.' : 'The link had already been used or withdrawn.' };
  });
}
