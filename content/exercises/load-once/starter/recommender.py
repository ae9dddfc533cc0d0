"""How well two products go together. Used by the service, and by the programs that write reports at night."""

import atexit
import pickle
import sys
from pathlib import Path


class Recommender:
    """Loads a model, and reports at the end of the program how often it was used."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.used = 0
        with path.open("rb") as file:
            self.scores: dict[tuple[str, str], float] = pickle.load(file)
        atexit.register(self.report)

    def score(self, first: str, second: str) -> float:
        self.used += 1
        return self.scores[first, second]

    def report(self) -> None:
        print(f"{self.path.name} was used {self.used} times", file=sys.stderr)
