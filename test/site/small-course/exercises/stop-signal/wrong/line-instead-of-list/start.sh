#!/bin/sh
exec python service.py
