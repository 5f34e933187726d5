"""The bare version for a server: ``BENCH_DATABASE`` names the SQLite file."""

import os

from benchmarks.bare import bare_app

application = bare_app(os.environ["BENCH_DATABASE"])
