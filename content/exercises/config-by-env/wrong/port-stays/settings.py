"""The settings of the service, as app.py uses them. A wrong value stops the start."""

import os
import sys
from pathlib import Path


def flag(name, default):
    text = os.environ.get(name, default)
    if text not in ("true", "false"):
        sys.exit(f"{name} has to be true or false, not {text!r}")
    return text == "true"


def number(name, default):
    text = os.environ.get(name, default)
    try:
        return float(text)
    except ValueError:
        sys.exit(f"{name} has to be a number, not {text!r}")


def contents(name):
    path = os.environ.get(name)
    return Path(path).read_text().strip() if path else None


site: str = os.environ.get("SITE", "unnamed")
max_celsius: float = number("MAX_CELSIUS", "8")
dry_run: bool = flag("DRY_RUN", "false")
port: int = 8000
token: str | None = contents("TOKEN_FILE")
