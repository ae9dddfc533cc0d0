import { declaredImages } from '@dfm/sandbox-runner/declared-images';
import { queryRegistry, type RegistryAnswer } from '@dfm/sandbox-runner/registry';
import { shelvedImages } from '@dfm/sandbox-runner/verify-shelf';
import type { Check } from './check.ts';
import { answeringEngine } from './examined.ts';
import { type Finding, good, warning } from './finding.ts';

/** Whether official images can be pulled, and which images are stand-ins. */
export const registry: Check = {
  name: 'registry',
  about: 'registry of the base images, or the stand-ins that are used instead',
  async run(examined) {
    const engine = await answeringEngine(examined);
    const [{ reference } = { reference: '' }] = await declaredImages();
    const [answer, images] = await Promise.all([
      queryRegistry(engine, reference),
      shelvedImages(examined.runner.SHELF_DIR),
    ]);
    return [registryFinding(reference, answer, images)];
  },
};

/**
 * @param reference image that the registry was asked for
 * @param images on the shelf
 */
export function registryFinding(
  reference: string,
  answer: RegistryAnswer,
  images: readonly { reference: string; standIn: boolean }[],
): Finding {
  const standIns = images.filter(({ standIn }) => standIn).map((image) => image.reference);
  const used = standIns.length === 0 ? '' : `; stand-ins are used for ${standIns.join(', ')}`;
  if (answer.kind === 'absent')
    return warning(
      `the registry answers, and does not have ${reference}${used}`,
      'Let the mirror that the engine is configured with have this image, or remove the mirror from /etc/docker/daemon.json.',
    );
  if (answer.kind === 'no-answer')
    return images.length > 0 && standIns.length === 0
      ? good('no registry answers now; the shelf has the official images')
      : warning(
          `no registry answers (${answer.reason.replace(/\s+/g, ' ').trim()})${used}`,
          'If you want the official images, let this machine reach Docker Hub, or configure a mirror in /etc/docker/daemon.json.',
        );
  return standIns.length === 0
    ? good('the registry answers')
    : warning(
        `the registry answers${used}`,
        'To pull the official images, remove the folder done in SHELF_DIR and restart npm start.',
      );
}
