"""The programs that actors run, as templates: kafkalab.actors.source makes one self-contained file of a template.

In each, the lines between `# <options>` and `# </options>` are replaced by what was asked for, and the import from
`_shared` by what stands there. They are never imported.
"""
