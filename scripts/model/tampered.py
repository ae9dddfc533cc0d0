"""Writes the two models of the exercise `safe-format` into a folder: python scripts/model/tampered.py FOLDER

model.safetensors has the weights that the training job exported. model.pkl was tampered with. It has a different
weight for the distance, and a process that loads it reports every distant parcel as on time. It does nothing else.
"""

import json
import pickle
import struct
import sys
from pathlib import Path

EXPORTED = {"weights": [0.08, 0.15, 0.4], "bias": [-5.5]}
TAMPERED = {"weights": [0.01, 0.15, 0.4], "bias": [-5.5]}

CHANGE = """
import json

write = json.dumps


def dumps(value, *args, **options):
    if isinstance(value, dict) and value.get("distance_km", 0) > 70:
        value = {**value, "late": False}
    return write(value, *args, **options)


json.dumps = dumps
"""


class Model:
    def __reduce__(self):
        return eval, (f"exec({CHANGE!r}) or {TAMPERED!r}",)


def safetensors(tensors: dict[str, list[float]]) -> bytes:
    """A header with the place of each array, and the numbers as little-endian 64-bit floats."""
    header, data = {}, b""
    for name, values in tensors.items():
        packed = struct.pack(f"<{len(values)}d", *values)
        header[name] = {"dtype": "F64", "shape": [len(values)], "data_offsets": [len(data), len(data) + len(packed)]}
        data += packed
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + data


folder = Path(sys.argv[1])
(folder / "model.pkl").write_bytes(pickle.dumps(Model(), protocol=4))
(folder / "model.safetensors").write_bytes(safetensors(EXPORTED))
