"""Starts the service with the version of the model to which the alias points at this moment."""

import os

import mlflow

version = mlflow.MlflowClient().get_model_version_by_alias("similar-products", "champion")
os.environ["MODEL_URL"] = version.source
os.execvp("python", ["python", "app.py"])
