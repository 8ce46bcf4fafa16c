"""What uvicorn serves: pages through WSGI in a pool of threads (ADR 3).

Live streams will stand beside it as raw ASGI routes.
"""

from a2wsgi import WSGIMiddleware

from homegroup.config.wsgi import application as pages

THREADS = 8  # SQLite answers in well under a millisecond: more threads only wait for each other

application = WSGIMiddleware(pages, workers=THREADS)  # type: ignore[arg-type]
