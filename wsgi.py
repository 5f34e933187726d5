"""What a WSGI server loads: ``granian --interface wsgi wsgi:application``."""

from evaluation.application import create_app

application = create_app()
