noinst_LIBRARIES += src/libview.a
src_libview_a_SOURCES = \
	src/view/act.c src/view/act.h \
	src/view/ask.c src/view/ask.h src/view/ask_doc.c \
	src/view/ask_line.c \
	src/view/bars.c \
	src/view/chart.c src/view/chart.h src/view/chart_time.c \
	src/view/console.c src/view/console.h \
	src/view/ending.c src/view/ending.h \
	src/view/find.c src/view/find.h \
	src/view/footer.c src/view/footer.h \
	src/view/graph.c src/view/graph.h \
	src/view/graph_circle.c src/view/graph_tree.c \
	src/view/help.c src/view/help.h \
	src/view/inspector.c src/view/inspector.h \
	src/view/inspector_had.c src/view/inspector_inside.h \
	src/view/home.c src/view/home.h src/view/home_inside.h \
	src/view/home_detail.c src/view/home_draw.c src/view/home_find.c \
	src/view/large.c src/view/large.h \
	src/view/large_processes.c src/view/large_queue.c \
	src/view/large_things.c \
	src/view/layout.c \
	src/view/marks.c src/view/marks.h \
	src/view/memory_cells.c src/view/memory_cells.h \
	src/view/message.c src/view/message.h \
	src/view/number.c \
	src/view/order.c src/view/order.h \
	src/view/palette.c src/view/palette.h \
	src/view/page.c src/view/page.h \
	src/view/pane.c src/view/pane.h \
	src/view/pane_barrier.c \
	src/view/pane_condition.c \
	src/view/pane_chart.c \
	src/view/pane_console.c \
	src/view/pane_event.c \
	src/view/pane_graph.c \
	src/view/pane_lock.c \
	src/view/pane_inspector.c \
	src/view/pane_ledger.c \
	src/view/pane_memory.c src/view/pane_outcomes.c src/view/pane_pipe.c src/view/pane_pool.c \
	src/view/pane_processes.c \
	src/view/pane_queue.c src/view/pane_shared.c \
	src/view/pane_semaphore.c \
	src/view/pane_source.c \
	src/view/pane_text.c \
	src/view/pane_timeline.c \
	src/view/pipe_ends.c src/view/pipe_ends.h \
	src/view/places.c src/view/places.h \
	src/view/player.c src/view/player.h \
	src/view/process_row.c src/view/process_row.h \
	src/view/routes.c src/view/routes.h src/view/routes_draw.c \
	src/view/review.c src/view/review.h \
	src/view/slot.c \
	src/view/state.c src/view/state.h \
	src/view/text_hint.c src/view/text_hint.h \
	src/view/things.c src/view/things.h \
	src/view/timeline.h src/view/timeline_arrows.c \
	src/view/trust.c src/view/trust.h \
	src/view/vary.c src/view/vary.h \
	src/view/why.c src/view/why.h \
	src/view/window.c src/view/window.h \
	src/view/words.c src/view/words.h \
	src/view/wrap.c src/view/wrap.h
