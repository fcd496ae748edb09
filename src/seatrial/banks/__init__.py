"""Prompts and labelled calibration items, as frozen data; written for Seatrial, under its licence.

Requests are worded without operational detail, and harmful answers are outlines with the substance left out.
"""
