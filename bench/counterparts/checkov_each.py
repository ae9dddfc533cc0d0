"""Prints what Checkov reports for each case of a folder: {"<case>": [["<rule>", <line>], …]}, with the rule "unread" if it cannot read the case.

Each case is a separate Checkov run in the same process: in one run over many files, Checkov 3.3.30 loses findings of its graph checks.
"""

import json
import logging
import sys
from pathlib import Path

from checkov.dockerfile.runner import Runner
from checkov.runner_filter import RunnerFilter

logging.disable(logging.CRITICAL)


def verdicts(case: Path) -> list[tuple[str, int]]:
    report = Runner().run(root_folder=None, files=[str(case / "Dockerfile")], runner_filter=RunnerFilter(framework=["dockerfile"]))
    found = [(check.check_id, check.file_line_range[0]) for check in report.failed_checks]
    return found + [("unread", 0) for _ in report.parsing_errors]


print(json.dumps({case.name: verdicts(case) for case in sorted(Path(sys.argv[1]).iterdir())}))
