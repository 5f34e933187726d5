"""What a WSGI server loads: ``granian --interface wsgi wsgi:application``."""

import gc

from evaluation.application import create_app

application = create_app()
gc.collect()
gc.freeze()  # what was made at start lives as long as the process; collections need not walk over it again
gc.set_threshold(20_000, 20, 20)
