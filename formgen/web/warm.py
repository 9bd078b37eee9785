"""Loads what jobs need, once, in the server that their processes are forked from."""

import formgen.bundle
import formgen.evidence.sources
import formgen.opening
import formgen.renditions
import formgen.web.jobs
from formgen.render import pdf
from formgen.render.word import fill

__all__ = ["fill", "formgen"]

pdf.document("<p>熱身</p>").render()
