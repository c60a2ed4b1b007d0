# What the pages of docs say is tried out.
DOCS = tests/docs/programs tests/docs/installed tests/docs/format \
	tests/docs/author
TESTS += $(DOCS)
EXTRA_DIST += $(DOCS)
AM_TESTS_ENVIRONMENT += DEV_CFLAGS='$(DEV_CFLAGS)'; export DEV_CFLAGS;

# The reference of the lesson format, from the tables that the loader uses.
lesson-format: src/procession$(EXEEXT)
	src/procession schema --markdown >$(top_srcdir)/docs/lesson-format.md
.PHONY: lesson-format
