noinst_LIBRARIES += src/libui.a
src_libui_a_CFLAGS = $(AM_CFLAGS) $(CURSES_CFLAGS) $(MD4C_CFLAGS)
src_libui_a_SOURCES = \
	src/ui/ascii.c src/ui/ascii.h \
	src/ui/big.c src/ui/big.h \
	src/ui/axis.c \
	src/ui/box.c src/ui/box.h \
	src/ui/calls.c src/ui/calls.h \
	src/ui/canvas.c src/ui/canvas.h src/ui/cells.h \
	src/ui/command.c src/ui/command.h src/ui/commands.def \
	src/ui/doc.c src/ui/doc.h \
	src/ui/entity.c src/ui/entity.h \
	src/ui/flow.c src/ui/flow.h \
	src/ui/frame.c \
	src/ui/key.c \
	src/ui/layout.c src/ui/layout.h \
	src/ui/list.c src/ui/list.h \
	src/ui/markdown.c src/ui/markdown.h \
	src/ui/prompt.c src/ui/prompt.h \
	src/ui/outline.c src/ui/outline.h \
	src/ui/paint.c src/ui/paint.h \
	src/ui/plot.c src/ui/plot.h src/ui/plot_bars.c \
	src/ui/roles.def \
	src/ui/shorten.c src/ui/shorten.h \
	src/ui/source.c src/ui/source.h \
	src/ui/svg.c src/ui/svg.h \
	src/ui/table.c src/ui/table.h \
	src/ui/term.c src/ui/term.h \
	src/ui/text.c \
	src/ui/theme.c src/ui/theme.h \
	src/ui/wire.c src/ui/wire.h
