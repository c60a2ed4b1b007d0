# Fuzzing.  fuzz_NAME.c has libFuzzer's entry point; corpus/NAME has inputs
# worth keeping, among them every one that has ever failed.
#
# `make check' plays the corpus through it with any compiler.  To look for
# more: CC=clang ./configure --enable-fuzzing \
#	--with-sanitizers=fuzzer-no-link,address,undefined
# then make, and tests/fuzz/fuzz_NAME -dict=... DIRECTORY
FUZZ_CORPUS = tests/fuzz/corpus/lesson tests/fuzz/corpus/progress \
	tests/fuzz/corpus/recording
EXTRA_DIST += $(FUZZ_CORPUS) tests/fuzz/yaml.dict

REPLAYS = tests/fuzz/replay_lesson tests/fuzz/replay_progress \
	tests/fuzz/replay_recording
check_PROGRAMS += $(REPLAYS)
TESTS += $(REPLAYS)

fuzz_lesson_sources = tests/fuzz/fuzz_lesson.c
fuzz_lesson_libs = src/liblesson.a src/libbase.a $(YAML_LIBS)
tests_fuzz_replay_lesson_SOURCES = $(fuzz_lesson_sources) \
	tests/fuzz/replay_main.c tests/fuzz/fuzz.h
tests_fuzz_replay_lesson_CPPFLAGS = $(AM_CPPFLAGS) -DFUZZ_CORPUS='"lesson"'
tests_fuzz_replay_lesson_LDADD = $(fuzz_lesson_libs)

fuzz_progress_sources = tests/fuzz/fuzz_progress.c
fuzz_progress_libs = src/libprogress.a src/libbase.a $(SQLITE_LIBS) -lm
tests_fuzz_replay_progress_SOURCES = $(fuzz_progress_sources) \
	tests/fuzz/replay_main.c tests/fuzz/fuzz.h
tests_fuzz_replay_progress_CPPFLAGS = $(AM_CPPFLAGS) \
	-DFUZZ_CORPUS='"progress"'
tests_fuzz_replay_progress_LDADD = $(fuzz_progress_libs)

fuzz_recording_sources = tests/fuzz/fuzz_recording.c
fuzz_recording_libs = src/libmodel.a src/libtrace.a src/libbase.a -lm
tests_fuzz_replay_recording_SOURCES = $(fuzz_recording_sources) \
	tests/fuzz/replay_main.c tests/fuzz/fuzz.h
tests_fuzz_replay_recording_CPPFLAGS = $(AM_CPPFLAGS) \
	-DFUZZ_CORPUS='"recording"'
tests_fuzz_replay_recording_LDADD = $(fuzz_recording_libs)

if FUZZING
noinst_PROGRAMS += tests/fuzz/fuzz_lesson tests/fuzz/fuzz_progress \
	tests/fuzz/fuzz_recording
tests_fuzz_fuzz_progress_SOURCES = $(fuzz_progress_sources) \
	tests/fuzz/mutate_json.c tests/fuzz/fuzz.h
tests_fuzz_fuzz_progress_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_progress_LDADD = $(fuzz_progress_libs)
tests_fuzz_fuzz_lesson_SOURCES = $(fuzz_lesson_sources) tests/fuzz/fuzz.h
tests_fuzz_fuzz_lesson_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_lesson_LDADD = $(fuzz_lesson_libs)
tests_fuzz_fuzz_recording_SOURCES = $(fuzz_recording_sources) tests/fuzz/fuzz.h
tests_fuzz_fuzz_recording_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_recording_LDADD = $(fuzz_recording_libs)
endif
