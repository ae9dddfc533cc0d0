"""Reads one message per line; writes its kind, how sure the model is, and the message."""

import sys
from pathlib import Path

import joblib

from sorter.clean import cleaned

model = joblib.load(Path("model") / "sorter.joblib")

for line in sys.stdin:
    message = line.rstrip("\n")
    probabilities = model.predict_proba([cleaned(message)])[0]
    best = probabilities.argmax()
    print(f"{model.classes_[best]}\t{probabilities[best]:.2f}\t{message}")
