"""The explorer: the whole machine, alive in the browser. The engine is JavaScript, in static/engine/."""

from proust_attention.explorer.server import Server as Server
