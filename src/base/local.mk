noinst_LIBRARIES += src/libbase.a
src_libbase_a_SOURCES = \
	src/base/bulk.c src/base/bulk.h \
	src/base/clock.h \
	src/base/err.c src/base/err.h \
	src/base/fs.c src/base/fs.h \
	src/base/map.c src/base/map.h \
	src/base/mem.c src/base/mem.h \
	src/base/near.c src/base/near.h \
	src/base/program.c src/base/program.h \
	src/base/scope.h \
	src/base/str.c src/base/str.h \
	src/base/utf8.c src/base/utf8.h
