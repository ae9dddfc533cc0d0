import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatDuration } from '@dfm/contracts/quantity';
import type { Check } from './check.ts';
import { type Examined, siteAddress } from './examined.ts';
import { type Finding, good, NotChecked, problem, warning } from './finding.ts';
import { httpGet } from './http-get.ts';
import { inDatabase, isThisMachine } from './open-database.ts';

/** The clock of this machine, compared with those of machines that the installation talks to anyway. */
export const clock: Check = {
  name: 'clock',
  about: 'difference to the clocks of the database, the site and the Debian archive',
  async run(examined, signal) {
    const compared = await Promise.all(
      [ofDatabase, ofSite, ofArchive].map((read) => read(examined, signal).catch(() => undefined)),
    );
    signal.throwIfAborted();
    return clockFindings(compared.filter((one) => one !== undefined));
  },
};

/** How far the clock of another machine is ahead of this one. */
export interface Difference {
  /** Whose clock it is. */
  of: string;
  ms: number;
  /** Less than this is not certain: the time that the answer took, and the second in which it was given. */
  uncertainMs: number;
}

/** Six-digit codes are accepted for a step of 30 s before and after, and launches from an LMS for 60 s. */
const maxMs = 30_000;
/** NTP keeps clocks within a fraction of this. */
const usualMs = 5_000;

/** @throws NotChecked if no clock could be read */
export function clockFindings(differences: readonly Difference[]): Finding[] {
  if (differences.length === 0)
    throw new NotChecked(
      'no clock of a different machine can be read from here',
      'Make sure that this machine gets its time from a server: timedatectl prints “synchronized: yes”.',
    );
  const findings = differences.map(({ of, ms, uncertainMs }): Finding => {
    const certainMs = Math.max(0, Math.abs(ms) - uncertainMs);
    const saw = `${certainMs === 0 ? 'no difference' : `${formatDuration(Math.abs(ms))} ${ms > 0 ? 'behind' : 'ahead'}`} (clock of ${of}, ±${formatDuration(uncertainMs)})`;
    if (certainMs <= usualMs) return good(saw);
    const advice = 'Let both machines get their time from a server: timedatectl set-ntp true.';
    return certainMs > maxMs
      ? problem(`${saw}: codes of authenticator apps and launches from an LMS are refused`, advice)
      : warning(saw, advice);
  });
  return findings;
}

async function ofDatabase(examined: Examined, signal: AbortSignal): Promise<Difference | undefined> {
  return inDatabase(examined, signal, async (client, url) => {
    if (isThisMachine(url)) return undefined;
    const from = Date.now();
    const { rows } = await client.query<{ ms: number }>(
      'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS ms',
    );
    const tookMs = Date.now() - from;
    return { of: 'the database', ms: rows[0]!.ms - (from + tookMs / 2), uncertainMs: tookMs / 2 };
  });
}

async function ofSite(examined: Examined, signal: AbortSignal): Promise<Difference | undefined> {
  const { url } = siteAddress(examined);
  return isThisMachine(url) ? undefined : ofServer('the site', new URL('/healthz', url), signal);
}

/** Packages are downloaded from there when a machine is prepared. */
async function ofArchive(_examined: Examined, signal: AbortSignal): Promise<Difference | undefined> {
  const url = await debianArchive('/etc/apt');
  return url && ofServer(`the Debian archive (${url.hostname})`, new URL('dists/', url), signal);
}

export async function ofServer(of: string, url: URL, signal: AbortSignal): Promise<Difference | undefined> {
  const from = Date.now();
  const { headers, atMs } = await httpGet(url, signal, { method: 'HEAD' });
  const date = Date.parse(headers.date ?? '');
  if (Number.isNaN(date)) return undefined;
  // A cache in between passes on the old date, and says how old it is.
  const ageMs = Number(headers.age ?? 0) * 1_000;
  const tookMs = atMs - from;
  // The header has whole seconds.
  return { of, ms: date + ageMs + 500 - (from + tookMs / 2), uncertainMs: 500 + tookMs / 2 };
}

/** The first archive of Debian in the settings of apt; undefined if there is none. */
export async function debianArchive(folder: string): Promise<URL | undefined> {
  const parts = await readdir(join(folder, 'sources.list.d')).catch(() => []);
  const files = ['sources.list', ...parts.toSorted().map((name) => join('sources.list.d', name))];
  for (const name of files) {
    const text = await readFile(join(folder, name), 'utf8').catch(() => '');
    const found = /^(?:URIs:|deb\s+(?:\[[^\]]*\]\s+)?)\s*(https?:\/\/\S+\/debian\/?)(?=\s|$)/m.exec(text);
    if (found) return URL.parse(`${found[1]!.replace(/\/$/, '')}/`) ?? undefined;
  }
  return undefined;
}
