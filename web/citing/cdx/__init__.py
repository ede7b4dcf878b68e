"""A CDX server in two dialects: pywb's at ``/cdx``, the Wayback Machine's at ``/cdx/search/cdx``.

A question is read (``question``), answered row by row (``answer``) and written in a form (``forms``). All pure but for
reading the catalogue; nothing is held in memory but what has to be turned round.
"""
