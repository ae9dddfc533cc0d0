from fastapi.testclient import TestClient

from src.main import app

client = TestClient(app)


def test_a_far_parcel_in_the_rain_is_late():
    answer = client.post("/predict", json={"distance_km": 80, "stops": 12, "rain_mm": 6})
    assert answer.json()["late"] is True


def test_a_negative_distance_is_refused():
    assert client.post("/predict", json={"distance_km": -1, "stops": 2, "rain_mm": 0}).status_code == 422
