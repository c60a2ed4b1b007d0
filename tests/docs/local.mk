# What the pages of docs say is tried out.
DOCS = tests/docs/programs tests/docs/installed tests/docs/format \
	tests/docs/author tests/docs/words tests/docs/curriculum
TESTS += $(DOCS)
EXTRA_DIST += $(DOCS)
AM_TESTS_ENVIRONMENT += DEV_CFLAGS='$(DEV_CFLAGS)'; export DEV_CFLAGS;

# The reference of the lesson format, from the tables that the loader uses.
lesson-format: src/procession$(EXEEXT)
	src/procession schema --markdown >$(top_srcdir)/docs/lesson-format.md
.PHONY: lesson-format

# What the shells and the manual know of the command line, from its help.
command-words: src/procession$(EXEEXT)
	cd $(top_srcdir) && words() { \
		docs/words $(abs_top_builddir)/src/procession $$1 >$$2; } && \
	words bash assets/completions/procession.bash && \
	words zsh assets/completions/_procession && \
	words fish assets/completions/procession.fish && \
	words man docs/procession.1
.PHONY: command-words
