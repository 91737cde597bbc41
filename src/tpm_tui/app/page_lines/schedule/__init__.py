"""Lines of dates: why, comparison, forecast, levelling, the promise."""
