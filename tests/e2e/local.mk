# The player as a user has it: in a pseudo-terminal, and on the command line.
if HAVE_CHECK
if HAVE_VTERM
check_LIBRARIES += tests/libe2e.a
tests_libe2e_a_SOURCES = \
	tests/e2e/command.c tests/e2e/command.h \
	tests/e2e/json.c tests/e2e/json.h \
	tests/e2e/sandbox.c tests/e2e/sandbox.h \
	tests/e2e/tty.c tests/e2e/tty.h
tests_libe2e_a_CFLAGS = $(TEST_CFLAGS) $(VTERM_CFLAGS) $(SQLITE_CFLAGS)
E2E_LIBS = tests/libe2e.a tests/libsupport.a $(VTERM_LIBS) $(SQLITE_LIBS) \
	$(CHECK_LIBS)

E2E = tests/e2e/test_tty
check_PROGRAMS += $(E2E)
TESTS += $(E2E)
tests_e2e_test_tty_SOURCES = tests/e2e/test_tty.c
tests_e2e_test_tty_CFLAGS = $(TEST_CFLAGS)
tests_e2e_test_tty_LDADD = $(E2E_LIBS)

# Takes the pictures of the README.
check_PROGRAMS += tests/e2e/shot
tests_e2e_shot_SOURCES = tests/e2e/shot.c
tests_e2e_shot_CFLAGS = $(TEST_CFLAGS)
tests_e2e_shot_LDADD = $(E2E_LIBS)
endif
endif

# Plays the player and looks; needs Check and libvterm.
pictures: all tests/e2e/shot$(EXEEXT)
	tests/e2e/shot $(top_srcdir)/assets/queue.svg 36 120 \
		src/procession ipc/queue:full -- \
		'k:<Enter>' 'w:4/4 FULL' 'w:in 1' 'w:waits to put'
.PHONY: pictures
