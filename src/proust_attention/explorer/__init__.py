"""The explorer: the whole machine, alive in the browser. The page is JavaScript, in static/."""

from proust_attention.explorer.server import Server as Server
