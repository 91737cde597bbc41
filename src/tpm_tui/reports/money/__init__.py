"""Budgets and earned value as facts and documents."""
