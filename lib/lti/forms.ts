import 'server-only';
import { z } from 'zod';
import { storable } from '../db/storable.ts';

const line = (missing: string, max: number) =>
  z
    .string()
    .max(10 * max)
    .transform((text) => storable(text).trim())
    .pipe(z.string().min(1, missing).max(max, `This has at most ${max} characters.`));
const address = (missing: string) =>
  line(missing, 500).pipe(z.url('This is not an address. Enter one that begins with https://.'));

const changeable = {
  name: line('Enter the name that your team uses, such as “Moodle”.', 80),
  authUrl: address('Enter the address of the LMS for logins.'),
  tokenUrl: address('Enter the address of the LMS for access tokens.'),
  jwksUrl: address('Enter the address of the public key set.'),
};

const deploymentId = line('Enter a deployment ID.', 255);

export const changePlatformForm = z.object(changeable);
export const addPlatformForm = z.object({
  ...changeable,
  course: z.uuid('Choose a course.'),
  issuer: address('Enter the issuer, as the LMS shows it.'),
  clientId: line('Enter the client ID that the LMS shows.', 255),
  deploymentId,
});
export const deletePlatformForm = z.object({ confirmed: z.literal('on').optional() });
export const addDeploymentForm = z.object({ deploymentId });
/** The deployment that the button of the form removes. */
export const removeDeploymentForm = z.object({ remove: z.string().max(255) });
/** The class of a course of an LMS; empty for none. */
export const classForm = z.object({
  cohort: z
    .string()
    .max(60)
    .pipe(z.uuid('Choose a class.').or(z.literal(''))),
});
/** The password of the account that is connected. */
export const connectForm = z.object({ current: z.string().max(1_000) });

/** Checkboxes named `choose:exercise/slim-trap`, or the field `one` with such a key. */
export const contentForm = z
  .record(z.string().max(200), z.string().max(200))
  .transform((fields) => [
    ...Object.keys(fields).flatMap((name) => (name.startsWith('choose:') ? [name.slice(7)] : [])),
    ...(fields.one === undefined ? [] : [fields.one]),
  ]);
