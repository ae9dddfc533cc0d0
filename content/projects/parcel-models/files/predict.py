"""Prints what a linear model says. Arguments: the file of the model, then one number for each feature."""

import json
import sys
from pathlib import Path

import numpy

model = json.loads(Path(sys.argv[1]).read_text())
features = numpy.array(sys.argv[2:], dtype=float)
prediction = features @ numpy.array(model["weights"]) + model["bias"]
print(f"{model['predicts']}: {prediction:.1f} {model['unit']}")
