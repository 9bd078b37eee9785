"""Official Traditional-Chinese forms: answers in, print-ready Word and PDF out."""

__version__ = "0.1.0"
