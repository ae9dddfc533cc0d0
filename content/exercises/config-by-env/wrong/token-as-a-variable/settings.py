"""The settings of the service, as app.py uses them. A wrong value stops the start."""

import os
import sys


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


site: str = os.environ.get("SITE", "unnamed")
max_celsius: float = number("MAX_CELSIUS", "8")
dry_run: bool = flag("DRY_RUN", "false")
port: int = int(number("PORT", "8000"))
token: str | None = os.environ["ALARM_TOKEN"]
