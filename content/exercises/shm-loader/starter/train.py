"""One pass over the images of a seed. Prints their number and the sum of their pixels."""
import json
import os

from loader import IMAGES, Loader

BATCHES = 36

loader = Loader(
    seed=os.environ.get("SEED", "0"),
    count=BATCHES,
    workers=int(os.environ["LOADER_WORKERS"]),
    prefetch=int(os.environ["LOADER_PREFETCH"]),
    dtype=os.environ["LOADER_DTYPE"],
)
total = sum(int(sum(batch)) for batch in loader)  # Stands for the training.
print(json.dumps({"images": BATCHES * IMAGES, "sum": total}))
