import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { bytesPerMib, formatBinaryBytes } from '@dfm/contracts/quantity';
import { lineOfStep } from '@dfm/dockerfile/syntax/line-of-step';
import { parseDockerfile } from '@dfm/dockerfile/syntax/parse';
import type { RunnerEnv } from '../config/env.ts';
import { buildImage } from '../engine/build.ts';
import type { Engine } from '../engine/engine-types.ts';
import { courseImage, removeImage, tagsOf, unguessableTag } from '../engine/images.ts';
import { withLock } from '../host/exclusive-lock.ts';
import type { Progress } from '../host/progress.ts';
import {
  courseTemplatePath,
  type CourseRecord,
  readCourseRecord,
  writeCourseRecord,
} from '../sandbox/docker/course-template.ts';
import type { DiskMounts } from '../sandbox/docker/disk-mounts.ts';
import { copyDisk, freeMib, reserveRoom } from '../sandbox/docker/disk.ts';
import { makeFilledDisk } from '../sandbox/docker/filled-disk.ts';
import { hostFreeBytes } from '../sandbox/docker/host-room.ts';
import { retireOld } from '../sandbox/docker/retire.ts';
import { sandboxesDir } from '../sandbox/docker/sandbox-dirs.ts';
import { templateExists, templateOf, type Template } from '../sandbox/docker/template.ts';
import { type CourseBuild, courseBuilds } from './course-builds.ts';

/** Concurrent builds. Each pip or apt keeps one processor busy. */
const concurrency = 2;
/** Of the 1,024 that a learner's sandbox has. */
const cpuShares = 128;
/** A build's time limit is multiplied by this, because learners' runs come first. */
const maxStretch = 5;
/**
 * Space that must be left for a build to start. The disk itself is larger, so that it never fills up: an
 * engine with a full disk may have lost data.
 */
const roomForOneMib = 1_024;
const logCapBytes = 64 * 1024;

/**
 * Builds the starters and solutions of the course's exercises on a copy of the template, unless they exist
 * already. Learners' sandboxes start with the resulting build cache. Steps that were built for an earlier
 * version of the exercises are kept.
 */
export async function makeCourseLayers(
  host: Engine,
  env: RunnerEnv,
  kind: DiskMounts['kind'],
  progress: Progress,
): Promise<void> {
  await withLock(
    join(sandboxesDir(env.DATA_DIR), 'course-layers.lock'),
    () => progress('course layers', 'waiting for another process that is building them'),
    async () => {
      const base = await templateOf(env);
      const builds = await courseBuilds(env.PREBUILD_CONTENT_DIR);
      if (builds.length === 0) return;
      const before = await readCourseRecord(env.DATA_DIR, base);
      const previous = before !== undefined && (await templateExists(before)) ? before : undefined;
      if (previous?.identity === identityOf(builds)) {
        progress('course layers', 'already built');
        return;
      }
      const shortage = await roomShortage(env);
      if (shortage !== undefined) {
        progress('course layers', shortage);
        return;
      }
      const path = await buildDisk(host, env, kind, { base, builds, previous }, progress);
      await withLock(
        join(sandboxesDir(env.DATA_DIR), 'template.lock'),
        () => {},
        () => retireOld(host, { ...base, courseLayers: path }),
      );
      progress('course layers', 'ready');
    },
  );
}

/** Why there is no room on the host for the layers; undefined if there is. */
async function roomShortage(env: RunnerEnv): Promise<string | undefined> {
  const roomBytes = await hostFreeBytes(sandboxesDir(env.DATA_DIR));
  if (roomBytes >= (env.SANDBOX_DISK_MB + env.HOST_DISK_RESERVE_MB) * bytesPerMib) return undefined;
  return `not built: they may take ${env.SANDBOX_DISK_MB} MiB, HOST_DISK_RESERVE_MB=${env.HOST_DISK_RESERVE_MB} must remain free, and the host has ${formatBinaryBytes(roomBytes)}`;
}

interface LayersToBuild {
  base: Template;
  builds: readonly CourseBuild[];
  /** The layers of an earlier version of the exercises, to start from. */
  previous: CourseRecord | undefined;
}

/** Builds the layers on a copy of the template's disk. @returns the path of that disk */
async function buildDisk(
  host: Engine,
  env: RunnerEnv,
  kind: DiskMounts['kind'],
  { base, builds, previous }: LayersToBuild,
  progress: Progress,
): Promise<string> {
  const identity = identityOf(builds);
  const steps = new Map(Object.entries(previous?.steps ?? {}));
  const path = courseTemplatePath(
    base,
    createHash('sha256').update(base.path).update(identity).digest('hex'),
  );
  const baseFreeMib = await freeMib(base.path);
  await makeFilledDisk(host, env, {
    ...base,
    kind,
    cpuShares,
    to: path,
    begin: async (disk) => {
      await copyDisk(previous?.path ?? base.path, disk);
      await reserveRoom(disk, 0);
    },
    fill: async (engine, freeBytes) => {
      const oldTags = await tagsOf(engine, courseImage);
      const hasRoom = async () =>
        baseFreeMib - (await freeBytes()) / bytesPerMib + roomForOneMib < env.SANDBOX_DISK_MB;
      await buildAll(engine, builds, hasRoom, steps, progress);
      for (const tag of oldTags) await removeImage(engine, tag);
    },
    finish: async (disk) => {
      const usedMib = baseFreeMib - (await freeMib(disk));
      progress('course layers', `${steps.size} steps in ${usedMib} MiB`);
      // A learner gets the same space with and without the layers.
      await reserveRoom(disk, Math.max(0, env.SANDBOX_DISK_MB - usedMib));
      // Written before the disk is in place, because a disk without a record is removed.
      await writeCourseRecord(env.DATA_DIR, {
        base: base.path,
        identity,
        path,
        steps: Object.fromEntries(steps),
      });
    },
  });
  return path;
}

function identityOf(builds: readonly CourseBuild[]): string {
  return createHash('sha256')
    .update(
      JSON.stringify(
        builds.map(({ name, sent, buildArgs }) => [name, sent.dockerfile, sent.files, buildArgs]),
      ),
    )
    .digest('hex');
}

/** @param steps receives the duration of each step that ran */
async function buildAll(
  engine: Engine,
  builds: readonly CourseBuild[],
  hasRoom: () => Promise<boolean>,
  steps: Map<string, number>,
  progress: Progress,
): Promise<void> {
  let next = 0;
  const worker = async () => {
    for (let build = builds[next++]; build !== undefined; build = builds[next++]) {
      if (!(await hasRoom())) {
        progress('course layers', `no room for ${build.name}`);
        continue;
      }
      progress('course layers', `building ${build.name}`);
      await buildOne(engine, build, steps);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}

/** A build may fail, as it would for a learner; the steps before the failure are kept. */
async function buildOne(engine: Engine, build: CourseBuild, steps: Map<string, number>): Promise<void> {
  const { dockerfile: text, files } = build.sent;
  const dockerfile = parseDockerfile(text);
  const built = await buildImage(engine, {
    dockerfile: text,
    files,
    buildArgs: build.buildArgs,
    tag: unguessableTag(courseImage),
    lineOf: (stage, index, count) => lineOfStep(dockerfile, stage, index, count),
    logCapBytes,
    signal: AbortSignal.timeout(build.seconds * maxStretch * 1_000),
  });
  for (const { line, cached, ms, error } of built.steps) {
    const key = line === undefined ? undefined : build.keys.get(line);
    if (key !== undefined && !cached && error === undefined) steps.set(key, ms);
  }
}
