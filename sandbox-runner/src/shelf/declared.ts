import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';

/** Folder of the declared lists. */
export const shelfListDir = join(import.meta.dirname, '../../shelf');

const declaredImageSchema = z.strictObject({
  reference: z.string(),
  aliases: z.array(z.string()),
  /** Stage of images/stand-in/Dockerfile to build if no registry answers. */
  standIn: z.string(),
  /** Pins the pull. Without it, the digest is resolved at the first pull and kept by the shelf. */
  digest: z
    .string()
    .regex(/^sha256:[0-9a-f]{64}$/)
    .optional(),
});
export type DeclaredImage = z.infer<typeof declaredImageSchema>;

/** The text of a declared list. */
export async function declaredList(
  name: 'images.yaml' | 'requirements.lock' | 'debian-packages.txt',
): Promise<string> {
  return readFile(join(shelfListDir, name), 'utf8');
}

/** The declared base images. */
export async function declaredImages(): Promise<DeclaredImage[]> {
  return z.array(declaredImageSchema).parse(parseYaml(await declaredList('images.yaml')));
}

/** Folder with the declared images of services and what their stand-ins are built from. */
export const servicesDir = join(import.meta.dirname, '../../images/services');

const declaredServiceSchema = declaredImageSchema.extend({
  /** Debian packages of the stand-in. */
  packages: z.array(z.string()),
});
export type DeclaredService = z.infer<typeof declaredServiceSchema>;

/** The declared images of services, from images/services/images.yaml. */
export async function declaredServices(): Promise<DeclaredService[]> {
  return z
    .array(declaredServiceSchema)
    .parse(parseYaml(await readFile(join(servicesDir, 'images.yaml'), 'utf8')));
}

/**
 * A large image from which few Dockerfiles start. It is built after sandboxes with the others are usable, and
 * its stand-in is the only one that starts from the full root file system of Debian.
 */
const laterReferences = new Set(['python:3.11-bookworm']);

/** Whether runs start before this image is ready. Runs that use it wait for it. */
export function isMadeLater({ reference }: Pick<DeclaredImage, 'reference'>): boolean {
  return laterReferences.has(reference);
}

/** The names by which a Dockerfile can start from an image. */
export function namesOf({ reference, aliases }: Pick<DeclaredImage, 'reference' | 'aliases'>): string[] {
  return [reference, ...aliases];
}

/** Names in a list file: one per line, `#` starts a comment. */
export async function declaredNames(path: string): Promise<string[]> {
  const lines = (await readFile(path, 'utf8')).split('\n');
  return lines.map((line) => line.replace(/#.*/, '').trim()).filter((line) => line !== '');
}
