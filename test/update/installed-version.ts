import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { until } from '../faults/until.ts';

const run = promisify(execFile);
const maxBuffer = 64 << 20;

/** A version of the platform in a folder, with its packages and its built site. */
export class InstalledVersion {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Generates the database client and builds the site as this version does, unless that is done. */
  async build(): Promise<void> {
    await run(process.execPath, [join(this.folder, 'scripts/build-site.ts')], {
      cwd: this.folder,
      maxBuffer,
    });
  }

  /** Applies the migrations of this version. */
  async migrate(databaseUrl: string): Promise<void> {
    await this.#call('launcher/migrate.ts', `migrate(${JSON.stringify(databaseUrl)})`);
  }

  /** Starts a process of the site and waits until it is ready. */
  async startSite(port: number, environment: Record<string, string>, logFile: string): Promise<SiteProcess> {
    const log = openSync(logFile, 'a');
    const child = spawn(process.execPath, [join(this.folder, 'launcher/site-server.ts')], {
      env: { ...process.env, ...environment, PORT: String(port), NODE_ENV: 'production' },
      // Where it looks for its migrations.
      cwd: this.folder,
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    const site = new SiteProcess(port, child);
    try {
      await until(
        `the site of ${this.folder}`,
        async () => {
          if (child.exitCode !== null) throw new Error(`the site exited; see ${logFile}`);
          const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
          return answer?.ok === true ? true : undefined;
        },
        { withinMs: 120_000 },
      );
    } catch (error) {
      await site.stop();
      throw error;
    }
    return site;
  }

  /** In a process of its own, because each version has its own modules. */
  async #call(module: string, call: string): Promise<void> {
    const program = `await (await import(${JSON.stringify(join(this.folder, module))})).${call}`;
    await run(process.execPath, ['--input-type=module', '--eval', program], { cwd: this.folder, maxBuffer });
  }
}

/**
 * Installs an earlier version: the files of a commit and its packages. Skipped if the folder has them
 * already.
 *
 * @param root the repository
 */
export async function installCommit(root: string, commit: string, folder: string): Promise<InstalledVersion> {
  if (!existsSync(folder)) {
    const unfinished = `${folder}.unfinished`;
    await rm(unfinished, { recursive: true, force: true });
    await mkdir(unfinished, { recursive: true });
    const archive = `${unfinished}.tar`;
    await run('git', ['archive', '--output', archive, commit], { cwd: root });
    await run('tar', ['-x', '-f', archive, '-C', unfinished]);
    await rm(archive);
    // Not `npm ci`: docs/decisions/0008-use-npm-install-instead-of-npm-ci.md.
    await run('npm', ['install', '--no-save', '--no-audit', '--no-fund'], { cwd: unfinished, maxBuffer });
    await rename(unfinished, folder);
  }
  return new InstalledVersion(folder);
}

/** A running process of the site. */
export class SiteProcess {
  readonly port: number;
  readonly #child: ChildProcess;

  constructor(port: number, child: ChildProcess) {
    this.port = port;
    this.#child = child;
  }

  /** Stops it gracefully. @returns its exit code */
  async stop(): Promise<number | null> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return this.#child.exitCode;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    const [code] = (await ended) as [number | null];
    return code;
  }

  /** Ends it without any notice, as a crash does. */
  async kill(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }
}
