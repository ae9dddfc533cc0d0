import { shelfListDir } from '../shelf/declared.ts';
import { writePythonLock } from '../shelf/python-lock.ts';

await writePythonLock(shelfListDir);
