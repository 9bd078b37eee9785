"""The web service as a WSGI application: `flask --app web run`, or any WSGI server, may serve it."""

from formgen.web import create_app

app = create_app()
