"""Trains the model and writes it in two formats. Needs scikit-learn 1.9.1 and skl2onnx 1.20.0."""

import joblib
import numpy
from skl2onnx import to_onnx
from sklearn.linear_model import LogisticRegression

parcels = [[10, 2, 0], [80, 12, 6], [20, 3, 1], [70, 10, 4], [45, 7, 1], [50, 6, 3]]
late = [0, 1, 0, 1, 0, 1]
model = LogisticRegression().fit(parcels, late)
print("scikit-learn:", model.predict_proba([[47, 7, 2]])[0].round(4))
joblib.dump(model, "model.joblib")

example = numpy.zeros((1, 3), dtype=numpy.float32)
graph = to_onnx(model, example, options={"zipmap": False})
with open("model.onnx", "wb") as file:
    file.write(graph.SerializeToString())
print("operators:", [node.op_type for node in graph.graph.node])
