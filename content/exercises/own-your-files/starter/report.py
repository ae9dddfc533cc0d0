"""Sums the orders in /data above a limit, and writes the report next to them."""

import csv
import json
import os
from pathlib import Path

folder = Path("/data")
limit = int(os.environ["LIMIT"])

# Settings of an earlier run, if there are any. The folder must exist.
cache = Path(os.environ.get("REPORT_CACHE", Path.home() / "report-cache"))
cache.mkdir(parents=True, exist_ok=True)

with open(folder / "orders.csv", newline="") as orders:
    amounts = [int(row["amount"]) for row in csv.DictReader(orders)]

large = [amount for amount in amounts if amount >= limit]
(folder / "report.json").write_text(json.dumps({"orders": len(large), "sum": sum(large)}))
