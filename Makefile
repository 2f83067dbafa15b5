# The same tasks for people who like make; tasks.py does the work on every platform.
.PHONY: help setup demo test test-full lint fix ci train lock docs bench
help:
	@python3 tasks.py
setup demo test test-full lint fix ci train lock docs:
	@python3 tasks.py $@
bench:
	@python3 tasks.py bench $(DOCS)
