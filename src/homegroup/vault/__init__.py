"""Vault: sealed entries that only their owner, and whom the owner chose, can read (ADR 8).

How another room uses it, behind `@accounts.access.private`:

    vault = vaults.opened(request)
    entry = vault.seal("journal", {"text": "..."}, header={"on": "2026-03-04"}, key=form.key)
    vault.open(entry.id)                    an Opened: id, kind, header, body, revision, readers
    vault.entries("journal")                newest first, without bodies unless asked for
    vault.rewrite(entry.id, body, revision=3)
    vault.delete(entry.id)
    vault.share(entry.id, with_=user)       one entry with one member
    vault.withdraw(entry.id, from_=user.pk)
    vault.shared_with_me("journal")         what others opened to me; `open_shared(id)` reads one
    vault.threads.start(with_=user, ...)    private conversations of two: see `threads`

Kinds, dates and tags stand in the sealed header: a row tells only owner, size and revision.
May import: accounts, audit, core.
"""
