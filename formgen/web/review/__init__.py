"""The area of the reviewing bodies (初審單位): each task is a module with its pages and a template."""
