noinst_LIBRARIES += src/libmodel.a
src_libmodel_a_SOURCES = \
	src/model/arrows.c src/model/arrows.h \
	src/model/cells.c \
	src/model/chrome.c src/model/csv.c src/model/export.h \
	src/model/ends.c \
	src/model/facts.c src/model/facts.h \
	src/model/family.c \
	src/model/fold.c src/model/fold.h \
	src/model/hand.c \
	src/model/history.c src/model/history.h \
	src/model/happening.c src/model/happening.h \
	src/model/judge.c src/model/judge.h \
	src/model/judge_answer.c src/model/judge_given.c src/model/judge_inside.h \
	src/model/json.c src/model/json_posix.c \
	src/model/kernel.c \
	src/model/lanes.c src/model/lanes.h \
	src/model/lock.c \
	src/model/ledger.c src/model/ledger.h src/model/ledger_words.c \
	src/model/manager.c \
	src/model/maps.c \
	src/model/meeting.c \
	src/model/model.c src/model/model.h \
	src/model/narrate_posix.c \
	src/model/narrate.c src/model/narrate.h \
	src/model/object.c src/model/object.h \
	src/model/outcomes.c src/model/outcomes.h \
	src/model/pipe.c \
	src/model/pool.c \
	src/model/process.c \
	src/model/queue.c \
	src/model/series.c src/model/series.h \
	src/model/stuck.c src/model/stuck.h \
	src/model/tell.h src/model/tell_life.c \
	src/model/tell_objects.c src/model/tell_queue.c \
	src/model/thread.c \
	src/model/variable.c \
	src/model/stream.c src/model/stream.h \
	src/model/tracks.c src/model/tracks.h \
	src/model/words.c src/model/words.h
