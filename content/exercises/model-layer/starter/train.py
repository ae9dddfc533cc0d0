"""Takes the place of the training: writes the minutes of 8,000,000 addresses, one byte each. They are random numbers."""

import random
from pathlib import Path

SEED = "week 47"

minutes = bytes(value % 10 for value in range(256))
Path("model.bin").write_bytes(random.Random(SEED).randbytes(8_000_000).translate(minutes))
