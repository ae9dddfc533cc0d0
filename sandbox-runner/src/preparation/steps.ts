import type { PreparationStep } from '@dfm/contracts';
import {
  type DeclaredImage,
  declaredImages,
  declaredServices,
  isMadeLater,
  namesOf,
} from '../shelf/declared.ts';
import { imageStep } from '../shelf/images.ts';

/**
 * Seconds to build a stand-in on two cores, by stage. Pulling an image is faster, and the estimates adapt to
 * that.
 */
const imageSeconds: Readonly<Record<string, number>> = {
  'debian-slim': 12,
  'python-slim': 160,
  'python-full': 75,
  // Measured while the cores had other work, too.
  redis: 12,
  postgres: 44,
  nginx: 28,
  registry: 29,
  prometheus: 43,
};
const unknownImageSeconds = 60;

/**
 * The steps of a whole preparation in display order, with the time that each takes on two otherwise idle
 * cores.
 */
export async function preparationSteps(): Promise<PreparationStep[]> {
  const declared = await declaredImages();
  const first = declared.filter((image) => !isMadeLater(image));
  const later = declared.filter(isMadeLater);
  const step = (id: string, title: string, seconds: number, after: string[] = []): PreparationStep => ({
    id,
    title,
    part: 'first',
    after,
    provides: [],
    estimateMs: seconds * 1_000,
  });
  /** Steps that run one after another. */
  const images = (kind: string, list: readonly DeclaredImage[], after: string[]) => {
    let before = after;
    return list.map((image): PreparationStep => {
      const id = imageStep(image.reference);
      const made = {
        ...step(id, `${kind} ${image.reference}`, imageSeconds[image.standIn] ?? unknownImageSeconds, before),
        provides: namesOf(image),
      };
      before = [id];
      return made;
    });
  };
  const rest = [
    ...images('base image', later, ['sandbox-disk']),
    step(
      'sandbox-disk-whole',
      'disk for sandboxes with all base images',
      25,
      later.map(({ reference }) => imageStep(reference)),
    ),
  ];
  const ahead = [
    step('course-layers', 'prebuilt layers of the exercises', 130, ['sandbox-disk-whole']),
    ...images('image for labs', await declaredServices(), ['course-layers']),
  ];
  return [
    step('wheels', 'Python packages for builds', 30),
    step('debian-slim', 'Debian', 35),
    step('debian-packages', 'Debian packages for builds', 20, ['debian-slim']),
    step('sandbox-image', 'image with the sandboxes’ Docker Engine', 45, ['debian-packages']),
    ...images('base image', first, ['wheels', 'debian-packages']),
    step('sandbox-disk', 'disk for sandboxes', 15, [
      'sandbox-image',
      ...first.map(({ reference }) => imageStep(reference)),
    ]),
    ...rest.map((made): PreparationStep => ({ ...made, part: 'rest' })),
    ...ahead.map((made): PreparationStep => ({ ...made, part: 'ahead' })),
  ];
}
