"""The demo programme: transactions as data files, and the loader that replays them up to today."""
