UNIT_UI = tests/unit/ui/test_prompt tests/unit/ui/test_calls tests/unit/ui/test_ascii tests/unit/ui/test_canvas tests/unit/ui/test_command \
	tests/unit/ui/test_frame tests/unit/ui/test_layout tests/unit/ui/test_list \
	tests/unit/ui/test_markdown tests/unit/ui/test_plot \
	tests/unit/ui/test_source \
	tests/unit/ui/test_svg tests/unit/ui/test_theme
if HAVE_VTERM
UNIT_UI += tests/unit/ui/test_term tests/unit/ui/test_term_keys
endif
check_PROGRAMS += $(UNIT_UI)
TESTS += $(UNIT_UI)
UI_TEST_LIBS = tests/libsupport.a src/libui.a src/libbase.a $(CHECK_LIBS)
tests_unit_ui_test_calls_SOURCES = tests/unit/ui/test_calls.c
tests_unit_ui_test_calls_CFLAGS = $(TEST_CFLAGS)
tests_unit_ui_test_calls_LDADD = $(UI_TEST_LIBS)
tests_unit_ui_test_ascii_SOURCES = tests/unit/ui/test_ascii.c
tests_unit_ui_test_ascii_CFLAGS = $(TEST_CFLAGS)
tests_unit_ui_test_ascii_LDADD = $(UI_TEST_LIBS)
tests_unit_ui_test_canvas_SOURCES = tests/unit/ui/test_canvas.c
tests_unit_ui_test_canvas_CFLAGS = $(TEST_CFLAGS)
tests_unit_ui_test_canvas_LDADD = $(UI_TEST_LIBS)
tests_unit_ui_test_command_SOURCES = tests/unit/ui/test_command.c
tests_unit_ui_test_command_CFLAGS = $(TEST_CFLAGS)
tests_unit_ui_test_command_LDADD = $(UI_TEST_LIBS)
tests_unit_ui_test_frame_SOURCES = tests/unit/ui/test_frame.c
tests_unit_ui_test_frame_CFLAGS = $(TEST_CFLAGS)
tests_unit_ui_test_frame_LDADD = $(UI_TEST_LIBS)
tests_unit_ui_test_plot_SOURCES = tests/unit/ui/test_plot.c
tests_unit_ui_test_plot_CFLAGS = $(TEST_CFLAGS)
tests_unit_ui_test_plot_LDADD = $(UI_TEST_LIBS) -lm
tests_unit_ui_test_layout_SOURCES = tests/unit/ui/test_layout.c
tests_unit_ui_test_layout_CFLAGS = $(TEST_CFLAGS)
tests_unit_ui_test_layout_LDADD = $(UI_TEST_LIBS)
tests_unit_ui_test_list_SOURCES = tests/unit/ui/test_list.c
tests_unit_ui_test_list_CFLAGS = $(TEST_CFLAGS)
tests_unit_ui_test_list_LDADD = $(UI_TEST_LIBS)
tests_unit_ui_test_markdown_SOURCES = tests/unit/ui/test_markdown.c
tests_unit_ui_test_markdown_CFLAGS = $(TEST_CFLAGS)
tests_unit_ui_test_markdown_LDADD = $(UI_TEST_LIBS) $(MD4C_LIBS)
tests_unit_ui_test_source_SOURCES = tests/unit/ui/test_source.c
tests_unit_ui_test_source_CFLAGS = $(TEST_CFLAGS)
tests_unit_ui_test_source_LDADD = $(UI_TEST_LIBS) $(MD4C_LIBS)
tests_unit_ui_test_svg_SOURCES = tests/unit/ui/test_svg.c
tests_unit_ui_test_svg_CFLAGS = $(TEST_CFLAGS)
tests_unit_ui_test_svg_LDADD = $(UI_TEST_LIBS)
tests_unit_ui_test_theme_SOURCES = tests/unit/ui/test_theme.c
tests_unit_ui_test_theme_CFLAGS = $(TEST_CFLAGS)
tests_unit_ui_test_theme_LDADD = $(UI_TEST_LIBS) -lm
VT_SOURCES = tests/unit/ui/vt.c tests/unit/ui/vt.h
tests_unit_ui_test_term_keys_SOURCES = tests/unit/ui/test_term_keys.c \
	$(VT_SOURCES)
tests_unit_ui_test_term_keys_CFLAGS = $(TEST_CFLAGS) $(VTERM_CFLAGS)
tests_unit_ui_test_term_keys_LDADD = $(UI_TEST_LIBS) $(CURSES_LIBS) \
	$(VTERM_LIBS)
tests_unit_ui_test_term_SOURCES = tests/unit/ui/test_term.c $(VT_SOURCES)
tests_unit_ui_test_term_CFLAGS = $(TEST_CFLAGS) $(VTERM_CFLAGS)
tests_unit_ui_test_term_LDADD = $(UI_TEST_LIBS) $(CURSES_LIBS) $(VTERM_LIBS)
tests_unit_ui_test_prompt_SOURCES = tests/unit/ui/test_prompt.c
tests_unit_ui_test_prompt_CFLAGS = $(TEST_CFLAGS)
tests_unit_ui_test_prompt_LDADD = $(UI_TEST_LIBS)
