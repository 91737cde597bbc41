"""Issues of GitHub as JSON."""
