"""Says whether a parcel will arrive late."""

from pathlib import Path

import joblib
from fastapi import FastAPI
from pydantic import BaseModel, Field

# Loaded once, when the process starts: not for every request.
model = joblib.load(Path(__file__).with_name("model.joblib"))

app = FastAPI(title="Parcel delay")


class Parcel(BaseModel):
    distance_km: float = Field(ge=0)
    stops: int = Field(ge=0)
    rain_mm: float = Field(ge=0)


@app.get("{{path}}")
def health() -> dict[str, str]:
    return {"status": "ok"}


@app.post("/predict")
def predict(parcel: Parcel) -> dict[str, bool | float]:
    row = [[parcel.distance_km, parcel.stops, parcel.rain_mm]]
    probability = float(model.predict_proba(row)[0][1])
    return {"late": probability >= 0.5, "probability": round(probability, 3)}
