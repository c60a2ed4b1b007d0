view_headers = src/view/console.h src/view/help.h src/view/home.h \
	src/view/message.h src/view/player.h src/view/state.h src/view/vary.h
EXTRA_DIST += $(view_headers)
