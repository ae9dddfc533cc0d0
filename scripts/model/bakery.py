"""Generates the data of content/exercises/first-image: a year of a bakery's sales.

Usage: bakery.py FILE   (writes the table to FILE)
"""

import csv
import sys
from datetime import date, timedelta
from math import cos, pi
from random import Random

SEED = 5
DAYS = 364
BY_WEEKDAY = [210, 205, 208, 215, 260, 330, 150]


def row(random, day):
    warmth = round(11 - 10 * cos(2 * pi * day.timetuple().tm_yday / 365) + random.gauss(0, 3), 1)
    holiday = random.random() < 0.03
    loaves = BY_WEEKDAY[day.weekday()] - 2.5 * (warmth - 11) + 70 * holiday + random.gauss(0, 12)
    return [day.isoformat(), day.weekday(), warmth, int(holiday), round(loaves)]


def main(path):
    random = Random(SEED)
    with open(path, "w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["date", "weekday", "celsius", "holiday", "loaves"])
        table.writerows(row(random, date(2025, 1, 6) + timedelta(days=number)) for number in range(DAYS))


main(sys.argv[1])
