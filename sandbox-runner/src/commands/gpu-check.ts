import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { detectGpus, hostNvidiaSmi } from '../gpu/detect.ts';
import { memoryOfProcesses, peakGpuMemory } from '../gpu/gpu-memory.ts';
import { probeAnswer, probeCommand } from '../gpu/probe-answer.ts';
import { deviceQuery, leasableDevices } from '../gpu/read-nvidia-smi.ts';
import { runCommand } from '../host/command.ts';

// Verifies, on a machine with an NVIDIA GPU, what can be verified without a Docker Engine: that nvidia-smi is
// parsed, that the probe sees the device, and how a program's GPU memory is measured. Needs nvidia-smi and
// Python 3; exits with 1 if any of this fails.
const holdMemory = `
import ctypes, sys
cuda = ctypes.CDLL("libcuda.so.1")
device, context, memory = ctypes.c_int(), ctypes.c_void_p(), ctypes.c_uint64()
for status in (cuda.cuInit(0), cuda.cuDeviceGet(ctypes.byref(device), 0), cuda.cuDevicePrimaryCtxRetain(ctypes.byref(context), device), cuda.cuCtxSetCurrent(context), cuda.cuMemAlloc_v2(ctypes.byref(memory), ctypes.c_size_t(1 << 30))):
    assert status == 0, status
print("held", flush=True)
sys.stdin.read()
`;

const csv = await hostNvidiaSmi(deviceQuery);
const listing = await hostNvidiaSmi(['-L']);
const devices = leasableDevices(csv, listing);
const detection = await detectGpus();
const driver = detection.kind === 'usable' ? Object.fromEntries(detection.gpus.driver) : undefined;
const [program = '', ...args] = await probeCommand();
const probe = probeAnswer(await runCommand(program, args));
const peak = await peakOfOneGib();

console.log(JSON.stringify({ csv, listing, devices, detection, driver, probe, peakOfOneGib: peak }, null, 2));
const verified = {
  'nvidia-smi lists a device that can be leased': devices.length > 0,
  'nvidia-ctk tells what a container needs': detection.kind === 'usable',
  'the probe wrote the memory of the same device and read it back':
    probe?.driver.usable === true &&
    devices.some(
      ({ name, computeCapability }) =>
        name.startsWith(probe.driver.device ?? '?') && computeCapability === probe.driver.capability,
    ),
  'a program that allocates 1 GiB is measured at 1 GiB or more': peak !== undefined && peak >= 2 ** 30,
};
for (const [claim, holds] of Object.entries(verified)) console.log(`${holds ? 'yes' : 'NO '} ${claim}`);
process.exitCode = Object.values(verified).every(Boolean) ? 0 : 1;

/** The peak that `peakGpuMemory` measures for a program that allocates 1 GiB of GPU memory. */
async function peakOfOneGib(): Promise<number | undefined> {
  const child = spawn('python3', ['-c', holdMemory], { stdio: ['pipe', 'pipe', 'inherit'] });
  const pids = new Set([child.pid ?? 0]);
  try {
    await Promise.race([once(child.stdout, 'data'), once(child, 'close')]);
    const seen = new AbortController();
    const tooLong = setTimeout(() => seen.abort(), 10_000);
    const watched: typeof hostNvidiaSmi = async (query) => {
      const answer = await hostNvidiaSmi(query);
      if (memoryOfProcesses(answer, pids) !== undefined) seen.abort();
      return answer;
    };
    const bytes = await peakGpuMemory(async () => pids, watched, seen.signal);
    clearTimeout(tooLong);
    return bytes;
  } finally {
    child.kill();
  }
}
