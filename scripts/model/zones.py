"""Generates the models of content/exercises/model-download, which differ from week to week.

Usage: zones.py FOLDER   (writes week-47.json and week-48.json)

The minutes of the zones come from a seeded generator. Only the standard library is needed.
"""

import sys
from pathlib import Path
from random import Random

ZONES = 100_000
ZONES_PER_LINE = 100
WEEKS = {47: (12, 1.8, 3.5), 48: (9, 2.1, 3)}


def zones(week):
    random = Random(week)
    minutes = [str(random.randrange(10)) for _ in range(ZONES)]
    lines = (minutes[at : at + ZONES_PER_LINE] for at in range(0, ZONES, ZONES_PER_LINE))
    return ",\n".join(",".join(line) for line in lines)


for week, (start, per_km, per_stop) in WEEKS.items():
    Path(sys.argv[1], f"week-{week}.json").write_text(
        f'{{ "version": "week {week}", "start": {start}, "per_km": {per_km}, "per_stop": {per_stop}, "zones": [\n'
        f"{zones(week)}\n] }}\n"
    )
