import numpy
from onnxruntime import InferenceSession

session = InferenceSession("model.onnx")
parcel = numpy.array([[47, 7, 2]], dtype=numpy.float32)
probabilities = session.run(["probabilities"], {"X": parcel})[0][0]
print("ONNX Runtime:", probabilities.round(4))
