"""Makes, around a copy of the project's files, what a few weeks of work leave in the folder.

Run in that copy: python3 workspace.py. The messages are made up by the templates below, with a fixed seed for each month;
everything else is what git, Python and the functions here write.
"""

import csv
import json
import os
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

MONTHS = {"2026-09": 24_000, "2026-10": 31_000, "2026-11": 18_000}
KINDS = {
    "complaint": ["my parcel {n} has not arrived", "order {n} came broken", "still no answer about invoice {n}", "the size of {n} is wrong again"],
    "question": ["where is parcel {n}", "can i change order {n}", "which form do i need for return {n}", "is article {n} in stock"],
    "thanks": ["order {n} came a day early, thank you", "thanks for the quick help with {n}", "well packed, {n} arrived whole"],
}
TEST = '''"""Numbers and addresses say nothing about a message's kind."""

from sorter.clean import cleaned


def test_numbers_become_a_word():
    assert cleaned("Order 4711 came broken") == "order anumber came broken"
'''


def write(path: str, text: str) -> None:
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def messages(month: str) -> list[tuple[str, str]]:
    """Kind and text of the month's messages."""
    chance = random.Random(month)
    kinds = [chance.choice(sorted(KINDS)) for _ in range(MONTHS[month])]
    return [(kind, chance.choice(KINDS[kind]).format(n=chance.randrange(100_000))) for kind in kinds]


def write_data() -> None:
    for month in MONTHS:
        file = Path(f"data/raw/{month}.csv")
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("w", newline="", encoding="utf-8") as opened:
            csv.writer(opened).writerows([("kind", "message"), *messages(month)])
    write("data/sorted/2026-11-20.tsv", "".join(f"{kind}\t{message}\n" for kind, message in messages("2026-11")[:900]))


def write_notebook() -> None:
    """Two cells, with the outputs that running them gives."""
    shown = messages("2026-11")[:400]
    counts = Counter(kind for kind, _ in shown)
    table = "".join(f"<tr><td>{kind}</td><td>{message}</td></tr>" for kind, message in shown)
    outputs = [
        {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": {"text/plain": [str(counts)]}},
        {"output_type": "display_data", "metadata": {}, "data": {"text/html": [f"<table>{table}</table>"]}},
    ]
    sources = ["Counter(kind for kind, _ in messages)", "show(messages)"]
    cells = [
        {"cell_type": "code", "execution_count": count, "metadata": {}, "source": [source], "outputs": [output]}
        for count, (source, output) in enumerate(zip(sources, outputs), start=1)
    ]
    write("notebooks/look-at-errors.ipynb", json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1))


def git(*words: str) -> None:
    day = "2026-11-20T09:00:00+00:00"
    name = ["-c", "user.name=Message sorter", "-c", "user.email=sorter@example.org", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", *name, *words], check=True, env={**os.environ, "GIT_AUTHOR_DATE": day, "GIT_COMMITTER_DATE": day}, stdout=subprocess.DEVNULL)


def write_history() -> None:
    """The data went into the first commit by mistake. The second takes it out, and the history keeps it."""
    git("init")
    git("add", ".")
    git("commit", "-m", "Sort the messages of a day")
    write(".gitignore", "data/\n.env\n__pycache__/\n")
    git("rm", "-r", "--cached", "data")
    git("add", ".gitignore")
    git("commit", "-m", "Keep the data out of the history")


Path(__file__).unlink()
write("tests/test_clean.py", TEST)
write_data()
write_notebook()
write_history()
write(".env", "MODEL_REGISTRY_TOKEN=replace-me\n")
subprocess.run([sys.executable, "-m", "compileall", "-q", "sorter", "tests"], check=True)
