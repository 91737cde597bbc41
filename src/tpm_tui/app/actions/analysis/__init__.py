"""Actions that look at the plan as a whole: dates, forecast, what would be otherwise."""
