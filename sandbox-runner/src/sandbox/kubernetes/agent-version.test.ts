import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { agentVersion, podFilesDir } from './agent-version.ts';

test('an image in which any file of a pod is different has a different version', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'pod-files-'));
  try {
    await cp(podFilesDir, dir, { recursive: true });
    expect(await agentVersion(dir)).toBe(await agentVersion());
    await writeFile(join(dir, 'start-engine'), '#!/bin/sh\n');
    expect(await agentVersion(dir)).not.toBe(await agentVersion());
  } finally {
    await rm(dir, { recursive: true });
  }
});
