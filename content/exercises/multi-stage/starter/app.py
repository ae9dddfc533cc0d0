"""Counts the beats in a pulse signal, after a small C library has removed the outliers."""

import ctypes
from pathlib import Path

from fastapi import FastAPI
from pydantic import BaseModel, Field

# Compiled from native/median.c. It has to be in the same folder as this file.
native = ctypes.CDLL(str(Path(__file__).with_name("libmedian.so")))

app = FastAPI(title="Pulse")


class Signal(BaseModel):
    values: list[float] = Field(min_length=1, max_length=100_000)


def smoothed(values: list[float], width: int = 3) -> list[float]:
    numbers = ctypes.c_double * len(values)
    out = numbers()
    if native.running_median(numbers(*values), out, len(values), width) != 0:
        raise MemoryError
    return list(out)


@app.get("/health")
def health() -> dict[str, str]:
    return {"status": "ok"}


@app.post("/beats")
def beats(signal: Signal) -> dict[str, int]:
    values = smoothed(signal.values)
    middle = (min(values) + max(values)) / 2
    above = [value > middle for value in values]
    return {"beats": sum(now and not before for before, now in zip([False, *above], above))}
