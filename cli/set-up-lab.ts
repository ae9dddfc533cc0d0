import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { engineObjects, type Lab } from '@dfm/contracts/lab';
import { visibleLine, visibleText } from '@dfm/contracts/visible-text';
import { identityOf, namesOf } from '@dfm/labs/is-true';
import type { LabEngine } from '@dfm/labs/lab-engine';
import { writeLabState, type LabState } from './lab-folder.ts';
import type { Output } from './output.ts';

/** Text about what setting up a lab does on this machine, with what could be in its way. */
export async function aboutSetUp(lab: Lab, folder: string, engine: LabEngine): Promise<string> {
  const inTheWay = await namesInTheWay(lab, engine);
  return [
    `The lab “${visibleLine(lab.title)}” uses the Docker Engine of this machine.`,
    `It creates the folder ${visibleLine(folder)}${lab.setup === undefined ? '.' : ' and runs in it:'}`,
    ...(lab.setup === undefined ? [] : [visibleText(lab.setup).replaceAll(/^/gm, '    ')]),
    ...(lab.bases.length === 0
      ? []
      : [
          `Its steps use ${lab.bases.map(visibleLine).join(', ')}, which are pulled if you do not have them.`,
        ]),
    'What you make in its steps stays in your engine until you remove it. At the end, it is listed.',
    ...(inTheWay.length === 0
      ? []
      : [
          `Your engine already has ${inTheWay.map(visibleLine).join(', ')}, with names that the lab uses. Rename or remove them first; otherwise steps may be done too early.`,
        ]),
  ].join('\n\n');
}

/**
 * Creates the folder of a lab and runs its set-up there.
 *
 * @throws Error with the output of a set-up that fails
 */
export async function setUpLab(
  lab: Lab,
  folder: string,
  engine: LabEngine,
  output: Output,
): Promise<LabState> {
  const lists = await Promise.all(
    engineObjects.map(async (kind) => (await engine.objects(kind)).map((object) => identityOf(kind, object))),
  );
  await mkdir(folder, { recursive: true });
  if (lab.setup !== undefined && !(await succeeds(lab.setup, folder, output)))
    throw new Error(`The set-up has failed. Remove ${folder} before you try again.`);
  const state = { lab: lab.slug, done: 0, hints: 0, before: lists.flat() };
  await writeLabState(folder, state);
  return state;
}

/** Where `docker` has its settings, although the home is a different one. */
export const dockerConfig = () => process.env.DOCKER_CONFIG ?? join(homedir(), '.docker');

async function succeeds(commands: string, folder: string, { err }: Output): Promise<boolean> {
  const shell = spawn('bash', ['-e', '-c', commands], {
    cwd: folder,
    env: { ...process.env, HOME: folder, DOCKER_CONFIG: dockerConfig() },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [shell.stdout, shell.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => err(visibleText(text)));
  return new Promise((resolve, reject) => {
    shell.once('error', reject);
    shell.once('close', (code) => resolve(code === 0));
  });
}

/** Objects that exist before the lab and have a name that one of its conditions uses, such as “container web”. */
async function namesInTheWay({ steps }: Lab, engine: LabEngine): Promise<string[]> {
  const found = new Set<string>();
  for (const kind of ['container', 'volume', 'network'] as const) {
    const existing = new Set((await engine.objects(kind)).flatMap((object) => namesOf(kind, object)));
    for (const condition of steps.flatMap(({ done }) => done))
      if (condition.kind === kind && condition.name !== undefined && existing.has(condition.name))
        found.add(`the ${kind} ${condition.name}`);
  }
  return [...found];
}
