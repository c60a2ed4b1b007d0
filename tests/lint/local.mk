# The fences: what the code must keep to, checked in every `make check'.
LINTS = tests/lint/layers tests/lint/headers tests/lint/standalone \
	tests/lint/conformance tests/lint/selftest
TESTS += $(LINTS)
EXTRA_DIST += $(LINTS) tests/lint/sizes tests/lint/format \
	tests/lint/tidy tests/lint/cppcheck.known

# For tests/lint/headers.
LIBRARY_CFLAGS = $(CURSES_CFLAGS) $(YAML_CFLAGS) $(UV_CFLAGS) \
	$(SQLITE_CFLAGS) $(MD4C_CFLAGS) $(DW_CFLAGS) $(CHECK_CFLAGS) \
	$(VTERM_CFLAGS)
AM_TESTS_ENVIRONMENT += CC='$(CC)'; \
	HEADER_FLAGS='-I$(abs_top_srcdir)/src -I$(abs_top_srcdir)/tests \
	-I$(abs_top_builddir)/src -D_GNU_SOURCE $(AM_CFLAGS) $(LIBRARY_CFLAGS)'; \
	export CC HEADER_FLAGS;

# The page of what mp does as Python does; and whether the tests that it names
# passed when they were last run here.
EXTRA_DIST += docs/conformance.awk docs/mp-conformance.def
conformance:
	$(top_srcdir)/tests/lint/conformance --write $(top_srcdir)
conformance-results:
	$(top_srcdir)/tests/lint/conformance --results . $(top_srcdir)
.PHONY: conformance conformance-results

# Reports for a reader; each tool only where it is installed.
lint:
	@$(top_srcdir)/tests/lint/sizes $(top_srcdir)
	@echo; echo "not as clang-format writes it:"; \
	$(top_srcdir)/tests/lint/format $(top_srcdir); \
	test $$? -ne 77 || echo "  clang-format is not installed"
	@echo; echo "cppcheck:"; \
	if command -v cppcheck >/dev/null; then \
		cppcheck -q --std=c11 --enable=warning,performance,portability \
			--template=gcc -D_GNU_SOURCE \
			--suppressions-list=$(top_srcdir)/tests/lint/cppcheck.known \
			-I $(top_srcdir)/src $(top_srcdir)/src; \
	else echo "  cppcheck is not installed"; fi
	@echo; echo "clang-tidy:"; \
	$(top_srcdir)/tests/lint/tidy $(abs_top_srcdir) \
		-I$(abs_top_srcdir)/src -D_GNU_SOURCE -std=c11 \
		$(LIBRARY_CFLAGS) $(app_places); \
	test $$? -ne 77 || echo "  clang-tidy is not installed"
.PHONY: lint
