"""Writes the two models of the exercise model-variants into a folder: `python scripts/model/power.py FOLDER`.

Tables of the power of a plant, in kW. Wind: half of density × area × share × speed³, with the density of dry air at sea
level. Sun: the sine of its height, reduced by clouds (Kasten and Czeplak 1980: 1 − 0.75 N^3.4).
"""

import json
import math
import sys
from pathlib import Path

AREA_M2, SHARE, RATED_KW, CUT_IN, CUT_OUT = 5000, 0.4, 2000, 3, 25
PEAK_KW = 500


def wind(speed: float, celsius: float) -> float:
    if not CUT_IN <= speed <= CUT_OUT:
        return 0.0
    density = 353 / (273.15 + celsius)
    return min(RATED_KW, 0.5 * density * AREA_M2 * SHARE * speed**3 / 1000)


def sun(height: float, cloud: float) -> float:
    return PEAK_KW * math.sin(math.radians(height)) * (1 - 0.75 * cloud**3.4)


def table(plant, names, starts, steps, counts, kw):
    rows = [[round(kw(starts[0] + i * steps[0], starts[1] + j * steps[1]), 1) for j in range(counts[1])] for i in range(counts[0])]
    return {"plant": plant, "values": names, "starts": starts, "steps": steps, "kw": rows}


folder = Path(sys.argv[1])
models = {
    "wind": table("wind", ["wind speed in m/s", "air temperature in °C"], [0, -20], [0.1, 1], [301, 61], wind),
    "solar": table("solar", ["height of the sun in degrees", "share of the sky in clouds"], [0, 0], [0.5, 0.01], [181, 101], sun),
}
for name, model in models.items():
    (folder / f"{name}.json").write_text(json.dumps(model, ensure_ascii=False) + "\n")
