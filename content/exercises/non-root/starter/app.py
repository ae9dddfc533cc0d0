"""Predicts whether a parcel will arrive late, and logs its predictions."""

import csv
import os
from datetime import UTC, datetime
from pathlib import Path

import joblib
from fastapi import FastAPI
from pydantic import BaseModel, Field

here = Path(__file__).parent
model = joblib.load(here / "model.joblib")

# Opened when the process starts, so that a path it cannot write fails now and not at the first request.
log = open(os.environ.get("PREDICTION_LOG", here / "predictions.csv"), "a", newline="", buffering=1)

app = FastAPI(title="Parcel delay")


class Parcel(BaseModel):
    distance_km: float = Field(ge=0)
    stops: int = Field(ge=0)
    rain_mm: float = Field(ge=0)


@app.get("/health")
def health() -> dict[str, str]:
    return {"status": "ok"}


@app.post("/predict")
def predict(parcel: Parcel) -> dict[str, bool | float]:
    row = [parcel.distance_km, parcel.stops, parcel.rain_mm]
    probability = float(model.predict_proba([row])[0][1])
    csv.writer(log).writerow([datetime.now(UTC).isoformat(), *row, round(probability, 3)])
    return {"late": probability >= 0.5, "probability": round(probability, 3)}
