import { backendContract } from './backend-contract.ts';
import { MemoryBackend } from './memory-backend.ts';

backendContract('memory', async (room) => {
  const backend = new MemoryBackend();
  backend.isFull = room === 'none';
  return backend;
});
