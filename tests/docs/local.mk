# What the pages of docs say is tried out.
DOCS = tests/docs/programs tests/docs/installed
TESTS += $(DOCS)
EXTRA_DIST += $(DOCS)
AM_TESTS_ENVIRONMENT += DEV_CFLAGS='$(DEV_CFLAGS)'; export DEV_CFLAGS;
