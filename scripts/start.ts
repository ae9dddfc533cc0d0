/** `npm start`: the whole product on this machine, until Ctrl C. */
import { join } from 'node:path';
import { type Stack, root, startStack } from './stack.ts';

let stack: Stack | undefined;
let stopping = false;

async function shutDown(): Promise<void> {
  if (stopping) return;
  stopping = true;
  console.log('\n  stopping …');
  await stack?.stop();
  console.log('✓ stopped');
  process.exit(0);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void shutDown());

const started = Date.now();
try {
  stack = await startStack({ dataDir: process.env.DATA_DIR ?? join(root, '.data'), port: Number(process.env.PORT ?? 3000) });
  if (stopping) await stack.stop();
  else {
    console.log(`\nDocker for ML is at ${stack.url}  (${((Date.now() - started) / 1000).toFixed(1)} s)`);
    if (stack.withoutRunner) {
      console.log(`\nNo exercise can be run: ${stack.withoutRunner.message}.\nTo mend it:  ${stack.withoutRunner.command}\nLessons, quizzes and the checks in the editor work without it.`);
    }
    console.log('Ctrl C stops it.');
  }
} catch (error) {
  if (!stopping) {
    console.error(`\n${error instanceof Error ? error.message : String(error)}\n\nNothing is lost: run npm start again when it is mended, it goes on from here.`);
    process.exit(1);
  }
}
