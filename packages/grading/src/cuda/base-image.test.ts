import { expect, test } from 'vitest';
import { cudaBase, hasNoCuda, isForGpu } from './base-image.ts';

test.each([
  ['nvidia/cuda:12.4.1-cudnn-devel-ubuntu22.04', '12.4', 'devel'],
  ['registry.example.org:5000/nvidia/cuda:11.8.0-base-ubuntu22.04', '11.8', 'base'],
  ['nvidia/cuda:10.2-cudnn7-runtime', '10.2', 'runtime'],
  ['nvidia/cuda', 'none', 'none'],
  ['nvidia/cuda:latest', 'none', 'none'],
  ['pytorch/pytorch:2.5.1-cuda12.4-cudnn9-runtime', '12.4', 'runtime'],
  ['tensorflow/tensorflow:2.17.0-gpu', '12.3', 'none'],
  ['rapidsai/base:24.12-cuda12.5-py3.12', '12.5', 'none'],
  [`nvidia/cuda:12.4.1-devel-ubuntu22.04@sha256:${'a'.repeat(64)}`, '12.4', 'devel'],
])('%s', (reference, cuda, flavour) => {
  const base = cudaBase(reference)!;
  const version = base.cuda === undefined ? 'none' : `${base.cuda.major}.${base.cuda.minor}`;
  expect([version, base.flavour ?? 'none']).toEqual([cuda, flavour]);
  expect(isForGpu(reference)).toBe(true);
  expect(hasNoCuda(reference)).toBe(false);
});

test.each([
  'python:3.11-slim-bookworm',
  'tensorflow/tensorflow:2.17.0',
  'ubuntu:22.04',
  'example/nvidia-tools:1',
  'example/cudart:12',
  undefined,
])('near miss: %s', (reference) => {
  expect(cudaBase(reference)).toBeUndefined();
});

test.each([
  ['python:3.11', true],
  ['registry.example.org/library/debian:12-slim', true],
  ['example/pythonic:3', false],
  ['example/ml:1', false],
  ['python-gpu:3.11', false],
  [undefined, false],
])('whether %s is known to have no CUDA', (reference, expected) => {
  expect(hasNoCuda(reference)).toBe(expected);
});
