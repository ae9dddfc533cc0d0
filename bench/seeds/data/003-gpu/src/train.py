"""The training entry point; not run here: this Dockerfile is read, not built."""
