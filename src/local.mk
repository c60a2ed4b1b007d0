# The layers, lowest first.
include src/mp/local.mk
include src/base/local.mk
include src/trace/local.mk
include src/proc/local.mk
include src/lesson/local.mk
include src/progress/local.mk
include src/ui/local.mk
include src/model/local.mk
include src/view/local.mk
include src/guard/local.mk
include src/app/local.mk
