"""Trains the small model that the exercises serve: will a parcel arrive late?

Usage: parcels.py FILE...   (writes the same model to every FILE)

The data come from a seeded generator, so the same versions of Python,
numpy and scikit-learn produce the same bytes. Train with the versions in
sandbox-runner/shelf/requirements.lock, because a model loads without a warning
only with the version it was saved with.
"""

import sys

import joblib
import numpy as np
from sklearn.ensemble import RandomForestClassifier

SEED = 7
PARCELS = 4_000


def parcels(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Distance in km, stops on the way and rain in mm; late or not."""
    distance_km = rng.uniform(1, 120, PARCELS)
    stops = rng.integers(0, 25, PARCELS)
    rain_mm = rng.gamma(1.2, 3.0, PARCELS)
    minutes = 0.9 * distance_km + 3.5 * stops + 2.0 * rain_mm + rng.normal(0, 12, PARCELS)
    return np.column_stack([distance_km, stops, rain_mm]), minutes > 110


def main(paths: list[str]) -> None:
    features, late = parcels(np.random.default_rng(SEED))
    model = RandomForestClassifier(n_estimators=40, min_samples_leaf=5, random_state=SEED, n_jobs=1)
    model.fit(features, late)
    for path in paths:
        joblib.dump(model, path)
        print(f"{path}: accuracy on its training data {model.score(features, late):.3f}")


if __name__ == "__main__":
    main(sys.argv[1:] or sys.exit(__doc__))
