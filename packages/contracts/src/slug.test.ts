import { expect, test } from 'vitest';
import { slugFrom } from './slug.ts';

test.each([
  ['What prune frees', 'what-prune-frees'],
  ['Why `docker image prune` frees less', 'why-docker-image-prune-frees-less'],
  ['An image’s size', 'an-images-size'],
  ['Für Anfänger', 'fur-anfanger'],
  ['CUDA 12.4: a test?', 'cuda-12-4-a-test'],
  ['tidy-apt', 'tidy-apt'],
  ['…', ''],
])('%s → %s', (title, slug) => expect(slugFrom(title)).toBe(slug));
