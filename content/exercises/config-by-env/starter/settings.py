"""The settings of the service, as app.py uses them."""

import json
from pathlib import Path

values = json.loads(Path(__file__).with_name("settings.json").read_text())

site: str = values["site"]
max_celsius: float = values["max_celsius"]
dry_run: bool = values["dry_run"]
port: int = values["port"]
token: str | None = values.get("token")
