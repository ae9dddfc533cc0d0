import { engineObjects, type EngineObjectKind } from '@dfm/contracts/lab';
import { visibleLine } from '@dfm/contracts/visible-text';
import { identityOf, namesOf } from '@dfm/labs/is-true';
import type { LabEngine } from '@dfm/labs/lab-engine';

const removing: Record<EngineObjectKind, string> = {
  container: 'docker container rm --force',
  image: 'docker image rm',
  volume: 'docker volume rm',
  network: 'docker network rm',
};

/**
 * Commands that remove what an engine has now and did not have before a lab.
 *
 * @param before as `identityOf` names it
 */
export async function removalCommands(engine: LabEngine, before: readonly string[]): Promise<string[]> {
  const existed = new Set(before);
  const commands: string[] = [];
  // Containers first, because they use the others.
  for (const kind of engineObjects) {
    const names = (await engine.objects(kind))
      .filter((object) => !existed.has(identityOf(kind, object)))
      .flatMap((object) => namesOf(kind, object).slice(0, 1));
    if (names.length > 0) commands.push(visibleLine(`${removing[kind]} ${names.join(' ')}`));
  }
  return commands;
}
