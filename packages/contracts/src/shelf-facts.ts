import { z } from 'zod';

/** A base image of the shelf, as read from its archive. */
export const baseFactsSchema = z.strictObject({
  reference: z.string(),
  /** True for a stand-in built from Debian packages, false for the pulled image. */
  standIn: z.boolean(),
  /** Python version according to its environment. */
  python: z.string().optional(),
  /** Facts about the official image that a stand-in replaces. */
  official: z
    .strictObject({ builtOn: z.iso.date(), bytes: z.int().positive(), python: z.string().optional() })
    .optional(),
  /** Uncompressed size of the files in all layers. */
  totalBytes: z.int().nonnegative(),
  files: z.int().nonnegative(),
  /** Number of packages listed by dpkg. */
  debianPackages: z.int().nonnegative(),
  /** Bytes by group, largest first, as in `imageContentsSchema`. */
  groups: z.array(z.strictObject({ group: z.string(), label: z.string(), bytes: z.int().nonnegative() })),
  /** Names of the programs that it contains, out of those that a Dockerfile often relies on. */
  programs: z.array(z.string()),
  /** Names of the libraries that the loader finds, out of those that the wheels expect from the system. */
  libraries: z.array(z.string()),
});
export type BaseFacts = z.infer<typeof baseFactsSchema>;

/** A wheel from the package index for CPython 3.11 on x86-64 Linux with glibc. */
export const wheelFactsSchema = z.strictObject({
  package: z.string(),
  version: z.string(),
  fileName: z.string(),
  bytes: z.int().nonnegative(),
  /** Number of files with compiled code. */
  sharedObjects: z.int().nonnegative(),
  /** Names of the libraries that this code needs and that the wheel contains. */
  bundled: z.array(z.string()),
  /** Names of the libraries that this code needs and that the wheel expects from the system. */
  leftToSystem: z.array(z.string()),
});
export type WheelFacts = z.infer<typeof wheelFactsSchema>;

/**
 * The newest version of a package with a wheel for CPython 3.11 on x86-64, for each of the two C libraries of
 * Linux.
 */
export const wheelPlatformsSchema = z.strictObject({
  package: z.string(),
  /** Null if no version has a wheel. */
  manylinux: z.string().nullable(),
  musllinux: z.string().nullable(),
});
export type WheelPlatforms = z.infer<typeof wheelPlatformsSchema>;

/** `content/data/shelf-facts.json`: the facts about base images and wheels that lessons show. */
export const shelfFactsSchema = z.strictObject({
  version: z.literal(1),
  /** Day of the recording. */
  recordedOn: z.iso.date(),
  bases: z.array(baseFactsSchema),
  wheels: z.array(wheelFactsSchema),
  platforms: z.array(wheelPlatformsSchema),
});
export type ShelfFacts = z.infer<typeof shelfFactsSchema>;
