"""Writes a table with 256 numbers for each of 156,250 products. The numbers are random: only their size matters here."""

import random
from pathlib import Path

SEED = 1

Path("model.bin").write_bytes(random.Random(SEED).randbytes(156_250 * 256))
