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
  /** Has to be in front of the tests' PATH: `nvidia-smi` of the node. */
  binDir: string;
  /** Files that the hook gives to containers; `libcuda.so` is still to be put here. */
  driverDir: string;
  /** A line for each container that asked for a GPU: the variables it did so by. */
  log: string;
}

/**
 * A Docker Engine of its own beside the machine's, where the NVIDIA Container Toolkit seems installed. It has
 * the sandbox image and no network.
 */
export async function startGpuEngine(machineSocket: string): Promise<GpuEngine> {
  const dir = await mkdtemp(join(tmpdir(), 'gpu-engine-'));
  const [socket, binDir, driverDir, log] = [
    join(dir, 'docker.sock'),
    join(dir, 'bin'),
    join(dir, 'driver'),
    join(dir, 'asked.log'),
  ];
  await mkdir(binDir);
  await mkdir(driverDir);
  for (const target of [binDir, driverDir])
    await copyFile(join(simulated, 'nvidia-smi'), join(target, 'nvidia-smi'));
  const hook = fileURLToPath(new URL('simulated-nvidia-hook.ts', import.meta.url));
  // The engine offers the device driver where it finds this name on its PATH.
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
  // In a network of its own: an engine without a bridge takes docker0 away, whoever's it is.
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
