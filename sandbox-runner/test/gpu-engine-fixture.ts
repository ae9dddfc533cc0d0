import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';
import { connectEngine, engineAnswers } from '../src/engine/connect.ts';
import { loadImage, saveImage } from '../src/engine/host.ts';
import { sandboxImageTag } from '../src/sandbox/docker/image.ts';

const simulated = fileURLToPath(new URL('../images/simulated-gpu', import.meta.url));

export interface GpuEngine extends AsyncDisposable {
  socket: string;
  /** Must come first in the tests' PATH: contains the node's `nvidia-smi`. */
  binDir: string;
  /** Files that the hook adds to containers. The tests must put `libcuda.so` here. */
  driverDir: string;
  /** One line per container that requested a GPU, with the variables it used. */
  log: string;
}

/**
 * Starts a separate Docker Engine next to the machine's, for which the NVIDIA Container Toolkit appears to be
 * installed. It has the sandbox image but no network.
 */
export async function startGpuEngine(machineSocket: string): Promise<GpuEngine> {
  const dir = await mkdtemp(join(tmpdir(), 'gpu-engine-'));
  const [socket, binDir, driverDir, log] = [
    join(dir, 'docker.sock'),
    join(dir, 'bin'),
    join(dir, 'driver'),
    join(dir, 'requests.log'),
  ];
  await mkdir(binDir);
  await mkdir(driverDir);
  for (const target of [binDir, driverDir])
    await copyFile(join(simulated, 'nvidia-smi'), join(target, 'nvidia-smi'));
  const hook = fileURLToPath(new URL('simulated-nvidia-hook.ts', import.meta.url));
  // The engine offers the device driver if it finds this name in its PATH.
  await writeFile(
    join(binDir, 'nvidia-container-runtime-hook'),
    `#!/bin/sh\nexec ${process.execPath} ${hook} ${driverDir} ${log}\n`,
  );
  await chmod(join(binDir, 'nvidia-container-runtime-hook'), 0o755);
  const args = [
    '--host',
    `unix://${socket}`,
    '--data-root',
    join(dir, 'data'),
    '--exec-root',
    join(dir, 'exec'),
    '--pidfile',
    join(dir, 'pid'),
    '--bridge',
    'none',
    '--iptables=false',
    '--ip-forward=false',
    '--add-runtime',
    'nvidia=runc',
    '--log-level',
    'error',
  ];
  // In a separate network namespace, because an engine without a bridge removes docker0 even if it belongs to
  // another engine.
  const engine = spawn('unshare', ['--net', 'dockerd', ...args], {
    env: { ...process.env, PATH: `${binDir}${delimiter}${process.env['PATH']}` },
    stdio: 'ignore',
  });
  const end = async () => {
    if (engine.exitCode === null) {
      const ended = once(engine, 'exit');
      engine.kill('SIGTERM');
      await ended;
    }
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await vi.waitUntil(() => engineAnswers(socket), { timeout: 60_000, interval: 100 });
    const archive = join(dir, 'sandbox.tar');
    await saveImage(connectEngine(machineSocket), await sandboxImageTag(), archive);
    await loadImage(connectEngine(socket), archive);
    await rm(archive);
  } catch (error) {
    await end();
    throw error;
  }
  return { socket, binDir, driverDir, log, [Symbol.asyncDispose]: end };
}
