"""The live view in a notebook: `live.py` is the door, `static/` holds the page of JavaScript and its style."""
