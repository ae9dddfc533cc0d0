"""A model that takes seconds to load. A stand-in: it waits instead of reading several gigabytes."""

import time

LOAD_SECONDS = 6


class Model:
    def late(self, distance_km: float, stops: int, rain_mm: float) -> bool:
        return 0.05 * distance_km + 0.2 * stops + 0.3 * rain_mm > 5


def load() -> Model:
    time.sleep(LOAD_SECONDS)
    return Model()
