"""Sub-commands on dates: schedule, why, forecast, levelling, baselines, the promise."""
