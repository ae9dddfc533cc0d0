"""The client of a model hub, and the hub itself: a sandbox has no network, so the models are next to this file.

    fetch.py [--token-file FILE] MODEL OUTPUT    writes a model to OUTPUT
    fetch.py [--token-file FILE] --login         keeps the token in ~/.hub/token for the next calls

It requires a token and uses the first one it finds: from --token-file, in the variable HUB_TOKEN, or kept by --login.
"""

import argparse
import os
import re
import shutil
import sys
from pathlib import Path

KEPT = Path.home() / ".hub" / "token"

arguments = argparse.ArgumentParser()
arguments.add_argument("--token-file", type=Path)
arguments.add_argument("--login", action="store_true")
arguments.add_argument("model", nargs="?")
arguments.add_argument("output", nargs="?", type=Path)
given = arguments.parse_args()

if given.token_file:
    if not given.token_file.exists():
        sys.exit(f"There is no file {given.token_file} to read a token from.")
    token = given.token_file.read_text()
else:
    token = os.environ.get("HUB_TOKEN") or (KEPT.read_text() if KEPT.exists() else "")

if not re.fullmatch(r"[a-z0-9]{20,}", token.strip()):
    sys.exit("The hub refuses: no valid token in --token-file, in HUB_TOKEN or kept by --login.")

if given.login:
    KEPT.parent.mkdir(mode=0o700, exist_ok=True)
    KEPT.write_text(token)
    print(f"The token is kept in {KEPT}.")
elif given.model and given.output:
    source = Path(__file__).with_name(f"{given.model}.json")
    if not source.exists():
        sys.exit(f"The hub has no model {given.model}.")
    shutil.copyfile(source, given.output)
    print(f"{given.model} is written to {given.output}.")
else:
    arguments.error("name a model and where to write it, or --login")
