import { expect, test } from 'vitest';
import { roomOf } from './room.ts';

const env = { SANDBOX_MEMORY_MB: 3_072, SANDBOX_DISK_MB: 8_192 };
const measured = {
  memoryMib: { runner: 200, site: 500, database: 300 },
  diskMb: { shelf: 2_000, templates: 7_000, run: 0.1 },
};

test('memory for every limit, and as it was measured; disk from empty to full', () => {
  // 3 x 3,072 + 29 x 512 + 2 x 1,024 + 1,000 MiB, and 3 x 359 + 29 x 91 + 2 x 1,024 + 1,000 MiB.
  expect(roomOf({ runsAtOnce: 3, sandboxMax: 32 }, 2, env, measured)).toEqual({
    reservedGib: 27,
    measuredGib: 7,
    fixedGb: 9,
    fullGb: 9 + (34 * 8_192 * 2 ** 20) / 1e9,
  });
});
