#!/bin/sh
python service.py
