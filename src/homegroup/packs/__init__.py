"""Packs: content in files (formats, prompts): checked, versioned, translated, edited by groups.

A room registers a kind of pack in its `apps.ready()`, with the model that its packs fit:

    registry.register(PackKind("format", model=Format, folder=..., title=_("Formats")))

    shipped.packs("format")                    # what is there, by slug
    shipped.pack("format", "speaker", "es")    # one, with what is not translated in English
    checking.load(text, kind="format")         # Format, or PackError with every line that is wrong

How a file is written stands in docs/packs.md. May import: audit, core.
"""
