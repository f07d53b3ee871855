"""Speed and memory of the paths that offices wait for, each as a ratio to a limit.

    python -m tests.bench [NAME…] [--json] [--runs N] [--n N]

A machine is noisy, so nothing here is asserted: what we do and a limit (or a peer) that imports
nothing of hrgrid run in turn, each time in a fresh process, and the medians are compared. The
goals beside the ratios are those of the design.
"""
