#!/usr/bin/env node
import { visibleLine } from '@dfm/contracts/visible-text';
import { check } from './check.ts';
import { diff } from './diff.ts';
import { grade } from './grade.ts';
import { image } from './image.ts';
import { lab } from './lab.ts';

const usage = `Usage: dfm <command> …

  grade <exercise> [folder]       build, run and measure a folder against an exercise
  check <Dockerfile|folder|->…    check Dockerfiles without building anything
  image <reference|archive>       show an image's layers, bytes per instruction, wasted bytes and packages
  diff <image> <image>            compare two images
  lab <lab> [folder]              play a lab with your own Docker Engine
  backup <file>                   write the data of an installation into a file
  restore <file>                  restore a backup, or check that it can be restored
  doctor [<check>…]               check an installation, and say what to do about what is not right

Run dfm <command> --help for more.
`;

/** A command takes the arguments after its name and returns the exit code. */
const commands: Record<string, (args: string[]) => Promise<number>> = {
  grade,
  check,
  image,
  diff,
  lab,
  // Loaded only here, because the others work without the parts of an installation.
  backup: async (given) => (await import('./backup.ts')).backup(given),
  restore: async (given) => (await import('./restore.ts')).restore(given),
  // Ends the process, because a check that hangs may never do so.
  doctor: async (given) => process.exit(await (await import('./doctor.ts')).doctor(given)),
};

const [name = '', ...args] = process.argv.slice(2);
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
if (command !== undefined) {
  process.exitCode = await command(args);
} else if (name === '--help' || name === '-h') {
  process.stdout.write(usage);
} else {
  process.stderr.write(name === '' ? usage : `Unknown command “${visibleLine(name)}”.\n\n${usage}`);
  process.exitCode = 2;
}
