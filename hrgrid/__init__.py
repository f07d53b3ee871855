"""hrgrid: the program with which an office manages its grid workforce.

The rooms, in reading order (data flows down, nothing flows up)::

    __main__   chooses between screen and command line
    app, cli   composition roots: the desktop program, the commands
    ui         screens; the only package with Qt
    demo       a made-up office, told through the use cases
    schema     imports every model
    overview   what spans the rooms

    workforce  1 areas, grids, people, posts      assessment 4 indicators, inspections, stars
    hiring     2 quotas, batches, hires           funding    5 budgets, pay, ledger
    training   3 courses, competitions            exits      6 the lawful path out
    honours    7 the ten/hundred/thousand         documents  8 templates, issued papers

    panels     marks of judges      exchange  tables in and out
    publicity  notices              accounts  operators, rights, policies
    storage    the database         paper     Excel and PDF
    core       pure rules
"""

__version__ = "0.1.0"
