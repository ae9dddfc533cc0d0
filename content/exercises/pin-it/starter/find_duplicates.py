"""Finds products that are in the catalogue under several spellings, by the letters of their names."""

import csv
import json
import os
import zlib
from pathlib import Path

import joblib
import numpy as np
import threadpoolctl

WIDTH = 1024
ALIKE = float(os.environ.get("ALIKE", "0.7"))


def letters(name):
    """How often each group of three letters occurs in a name, as a vector of length 1."""
    padded = f"  {name.lower().replace('-', ' ')} "
    counts = np.zeros(WIDTH)
    for i in range(len(padded) - 2):
        counts[zlib.crc32(padded[i : i + 3].encode()) % WIDTH] += 1
    return counts / np.linalg.norm(counts)


with open(Path(__file__).with_name("catalogue.csv"), newline="") as file:
    names = [row["name"] for row in csv.DictReader(file)]

# One thread: the machine has other work.
with threadpoolctl.threadpool_limits(1):
    vectors = np.array(joblib.Parallel(n_jobs=1)(joblib.delayed(letters)(name) for name in names))
    alike = np.triu(vectors @ vectors.T, k=1)

first, second = np.where(alike > ALIKE)
for a, b in zip(first[:5], second[:5]):
    print(f"{names[a]} = {names[b]}", flush=True)
versions = {package.__name__: package.__version__ for package in (joblib, np, threadpoolctl)}
print(json.dumps({"names": len(names), "pairs": len(first), **versions}))
