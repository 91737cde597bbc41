"""Earned value: planned, earned and actual, by item and over time, and the forecasts that follow."""
