"""The course of a meeting: one ordered log of sealed lines, and the state that follows from it.

    state = lines.state_of(room)                    # State: who is here, who speaks, the queue
    lines.append(room, state, [Told(...)], token=)  # inside an action's transaction

Every screen, on every process, shows what follows from the same lines. `folding` says what each
line does to the state; nothing else changes it. A process that was killed reads the lines again.
"""
