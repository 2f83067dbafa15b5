# The same tasks for people who like make; tasks.py does the work on every platform.
.PHONY: help setup demo test test-full lint fix ci train lock docs bench torture fuzz licences audit sbom
help:
	@python3 tasks.py
setup demo test test-full lint fix ci train lock docs fuzz licences audit sbom:
	@python3 tasks.py $@
bench:
	@python3 tasks.py bench $(DOCS)
torture:
	@python3 tasks.py torture $(DIR)
