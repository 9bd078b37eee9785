"""`make templates`: compile every form's Word template from its page."""

from formgen import catalog
from formgen.render.word import template

for name in catalog.names():
    form = catalog.get(name)
    template.path_of(form).parent.mkdir(exist_ok=True)
    template.path_of(form).write_bytes(template.compiled(form))
    print(template.path_of(form))
