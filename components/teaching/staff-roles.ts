import type { StaffRoleName } from '@dfm/contracts/page-data';

/** The roles of staff, with what each may do. */
const staffRoles: readonly { value: StaffRoleName; text: string; may: string }[] = [
  { value: 'instructor', text: 'Instructor', may: 'decides: deadlines, grades, people, settings' },
  { value: 'assistant', text: 'Assistant', may: 'sees grades and submissions' },
  { value: 'author', text: 'Author', may: 'sees the assignments, and no learners' },
];

/** As an option of a field. */
export const roleOptions = staffRoles.map(({ value, text, may }) => ({ value, text: `${text}: ${may}` }));

export function roleName(role: StaffRoleName): string {
  return staffRoles.find(({ value }) => value === role)!.text;
}
