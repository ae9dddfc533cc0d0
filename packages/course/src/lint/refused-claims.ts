import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseYaml, type ContentProblem } from '@dfm/course/exercises';
import { z } from 'zod';
import type { AssertedText } from './asserted-text.ts';

const claimSchema = z.strictObject({
  /**
   * A regular expression. Case does not matter, a space matches any white space, and ^ and $ match the ends
   * of a line.
   */
  pattern: z.string().refine(isPattern, 'must be a regular expression'),
  /** Why the course does not make this claim. */
  why: z.string().min(1),
  /** What to write instead. */
  instead: z.string().min(1),
  /** Sentences that the pattern must match, and similar sentences that it must not match. */
  refuses: z.array(z.string()).min(1),
  accepts: z.array(z.string()).min(1),
});
const refusedClaimsSchema = z.record(z.string(), claimSchema);
export type RefusedClaims = z.infer<typeof refusedClaimsSchema>;

/** Reads `content/refused-claims.yaml`. @throws ContentError with the line */
export async function readRefusedClaims(contentRoot: string): Promise<RefusedClaims> {
  const file = join(contentRoot, 'refused-claims.yaml');
  return parseYaml(refusedClaimsSchema, await readFile(file, 'utf8'), file);
}

/** Reports claims in a text that the course does not make. */
export function claimProblems(texts: AssertedText[], file: string, claims: RefusedClaims): ContentProblem[] {
  return texts.flatMap(({ text, line }) =>
    Object.entries(claims).flatMap(([id, { pattern, why, instead }]) => {
      const match = patternOf(pattern).exec(text);
      if (!match) return [];
      const linesBefore = text.slice(0, match.index).split('\n').length - 1;
      return [
        {
          file,
          line: line + linesBefore,
          message: `“${match[0]}” (${id}): ${why} Write instead: ${instead}`,
        },
      ];
    }),
  );
}

/** The pattern of a claim as a regular expression. */
export function patternOf(pattern: string): RegExp {
  return new RegExp(pattern.replaceAll(' ?', '\\s*').replaceAll(' ', '\\s+'), 'im');
}

function isPattern(pattern: string): boolean {
  try {
    patternOf(pattern);
    return true;
  } catch {
    return false;
  }
}
