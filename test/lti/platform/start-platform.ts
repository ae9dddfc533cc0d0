/**
 * A real LTI platform: lti-consumer-xblock, the platform side of Open edX, in a process of its own. What is
 * simulated around it is in stand_ins.py (courses, people, gradebook), control.py (pages) and observe.py
 * (faults).
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const run = promisify(execFile);
const here = import.meta.dirname;
const root = join(here, '../../..');

export interface LtiPlatform {
  /** Its issuer, such as http://localhost:41234. */
  origin: string;
  /** Calls a function of control.py. */
  control<Answer = object>(command: string, parameters?: object): Promise<Answer>;
  stop(): Promise<void>;
}

/** Installs the platform if it is not installed, and starts an empty one. */
export async function startPlatform(): Promise<LtiPlatform> {
  const python = await installed();
  const folder = await mkdtemp(join(tmpdir(), 'lti-platform-'));
  const child = spawn(python, [join(here, 'serve.py'), folder, '0'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const origin = await firstLine(child);
  return {
    origin,
    control: async <Answer>(command: string, parameters: object = {}) => {
      const response = await fetch(`${origin}/control/${command}`, {
        method: 'POST',
        body: JSON.stringify(parameters),
      });
      if (!response.ok) throw new Error(`${command}: ${response.status}`);
      return (await response.json()) as Answer;
    },
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.stdin!.end();
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    createInterface(child.stdout!).once('line', resolve);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The platform ended with ${code}.`)));
  });
}

/** @returns the path of a Python that has the packages of requirements.txt */
async function installed(): Promise<string> {
  const requirements = join(here, 'requirements.txt');
  const lock = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex');
  const folder = join(process.env.DATA_DIR ?? join(root, '.data'), 'lti-platform');
  const python = join(folder, 'bin/python');
  const stamp = join(folder, 'installed-lock');
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === lock) return python;
  await mkdir(folder, { recursive: true });
  try {
    // Without links out of the folder, which the build of the site would follow.
    await run('python3', ['-m', 'venv', '--clear', '--copies', folder]);
    await run(python, ['-m', 'pip', 'install', '--quiet', '--no-deps', '--requirement', requirements]);
  } catch (error) {
    throw new Error(
      'The LTI platform of the tests cannot be installed. It needs Python 3.11 or newer with venv (on Debian, the package python3-venv) and access to PyPI.',
      { cause: error },
    );
  }
  await writeFile(stamp, lock);
  return python;
}
