import joblib

model = joblib.load("model.joblib")
print("scikit-learn:", model.predict_proba([[47, 7, 2]])[0].round(4))
