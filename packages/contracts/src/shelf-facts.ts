import { z } from 'zod';

/** A base image of the shelf, as it was read from its archive. */
export const baseFactsSchema = z.strictObject({
  reference: z.string(),
  /** Whether it is a stand-in built from Debian packages or the pulled image. */
  standIn: z.boolean(),
  /** Release of the Python in it, as its environment names it. */
  python: z.string().optional(),
  /** Of the image that a stand-in stands in for. */
  official: z
    .strictObject({ builtOn: z.iso.date(), bytes: z.int().positive(), python: z.string().optional() })
    .optional(),
  /** Uncompressed, of the files in all layers. */
  totalBytes: z.int().nonnegative(),
  files: z.int().nonnegative(),
  /** Packages that dpkg lists. */
  debianPackages: z.int().nonnegative(),
  /** What the bytes are, largest first, as in `imageContentsSchema`. */
  groups: z.array(z.strictObject({ group: z.string(), label: z.string(), bytes: z.int().nonnegative() })),
  /** Of the programs that a Dockerfile may count on, those that are there, by name. */
  programs: z.array(z.string()),
  /** Of the libraries that the wheels leave to the system, those that the loader finds, by name. */
  libraries: z.array(z.string()),
});
export type BaseFacts = z.infer<typeof baseFactsSchema>;

/** A wheel as the package index has it for CPython 3.11 on x86-64 Linux with glibc. */
export const wheelFactsSchema = z.strictObject({
  package: z.string(),
  version: z.string(),
  fileName: z.string(),
  bytes: z.int().nonnegative(),
  /** Files with compiled code in it. */
  sharedObjects: z.int().nonnegative(),
  /** Libraries that they name and that the wheel brings along, by name. */
  bundled: z.array(z.string()),
  /** Libraries that they name and that the wheel leaves to the system, by name. */
  leftToSystem: z.array(z.string()),
});
export type WheelFacts = z.infer<typeof wheelFactsSchema>;

/**
 * Newest version of a package that has a wheel for CPython 3.11 on x86-64, for each of the two C libraries of
 * Linux.
 */
export const wheelPlatformsSchema = z.strictObject({
  package: z.string(),
  /** Null where there is no wheel in any version. */
  manylinux: z.string().nullable(),
  musllinux: z.string().nullable(),
});
export type WheelPlatforms = z.infer<typeof wheelPlatformsSchema>;

/** `content/data/shelf-facts.json`: what lessons say about bases and wheels. */
export const shelfFactsSchema = z.strictObject({
  version: z.literal(1),
  /** Day of the recording. */
  recordedOn: z.iso.date(),
  bases: z.array(baseFactsSchema),
  wheels: z.array(wheelFactsSchema),
  platforms: z.array(wheelPlatformsSchema),
});
export type ShelfFacts = z.infer<typeof shelfFactsSchema>;
